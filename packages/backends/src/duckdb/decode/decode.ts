import type { DType, Kind } from "@avocet/core";
import type { DuckDBVector } from "@duckdb/node-api";
import { decodeArray, decodeMap, decodeStruct } from "./nested.js";
import { decodeDecimal, decodeFloat, decodeInteger } from "./number.js";
import { decodeDate, decodeInterval, decodeTime, decodeTimestamp } from "./temporal.js";
import { decodeBinary, decodeBool, decodeJson, decodeNull, decodeText } from "./text.js";

/** The JavaScript values of a vector, one for each row, null for NULL; `column` is its name in messages. */
export type Decoder = (vector: DuckDBVector, dtype: DType, column: string) => ArrayLike<unknown>;

const DECODERS: Readonly<Record<Kind, Decoder>> = {
  null: decodeNull,
  bool: decodeBool,
  int8: decodeInteger,
  int16: decodeInteger,
  int32: decodeInteger,
  int64: decodeInteger,
  uint8: decodeInteger,
  uint16: decodeInteger,
  uint32: decodeInteger,
  uint64: decodeInteger,
  float32: decodeFloat,
  float64: decodeFloat,
  decimal: decodeDecimal,
  string: decodeText,
  binary: decodeBinary,
  date: decodeDate,
  time: decodeTime,
  timestamp: decodeTimestamp,
  interval: decodeInterval,
  array: decodeArray,
  map: decodeMap,
  struct: decodeStruct,
  json: decodeJson,
  uuid: decodeText,
  inet: decodeText,
};

/** Values as the dtype has them in JavaScript, whichever of the types that can hold it the engine has sent. */
export const decode: Decoder = (vector, dtype, column) => DECODERS[dtype.kind](vector, dtype, column);
