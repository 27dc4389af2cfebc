import type { DType, Kind } from "../dtype/dtype.js";
import { isArray, isDecimal, isMap, isStruct, isTimestamp } from "../dtype/kinds.js";
import { printDType } from "../dtype/print.js";
import type { Decode } from "./nested.js";
import { arrays, maps, structs } from "./nested.js";
import { decimals, plainNumbers, wideIntegers } from "./numbers.js";
import { dates, intervals, times, timestamps } from "./temporal.js";
import { textsOf } from "./utf8.js";
import type { Vector } from "./vector.js";
import { bitAt } from "./vector.js";

const PLAIN_KINDS: ReadonlySet<Kind> = new Set([
  "int8",
  "int16",
  "int32",
  "uint8",
  "uint16",
  "uint32",
  "float32",
  "float64",
]);

/**
 * Decodes a vector to JavaScript values: a typed array for numbers without NULLs, otherwise an array with null for
 * NULL. `column` names the column in error messages.
 * @example valuesOf(vector(2, { values: Int32Array.of(1, 2) }), int32, DEFAULT_ENCODING, "n") // Int32Array.of(1, 2)
 */
export const valuesOf: Decode = (vector, dtype, encoding, column) => {
  const { kind } = dtype;
  if (PLAIN_KINDS.has(kind)) return plainNumbers(vector);
  if (kind === "int64" || kind === "uint64") return wideIntegers(vector, encoding.int64, column);
  if (isDecimal(dtype)) return decimals(vector, dtype, encoding.decimal);
  if (isTimestamp(dtype)) return timestamps(vector, dtype, encoding.timestamp, column);
  if (isArray(dtype)) return arrays(vector, dtype, encoding, column, valuesOf);
  if (isMap(dtype)) return maps(vector, dtype, encoding, column, valuesOf);
  if (isStruct(dtype)) return structs(vector, dtype, encoding, column, valuesOf);
  switch (kind) {
    case "string":
    case "uuid":
    case "inet":
      return textsOf(vector);
    case "json":
      return encoding.json === "string" ? textsOf(vector) : textsOf(vector).map(parseJson);
    case "date":
      return dates(vector, encoding.date, column);
    case "time":
      return times(vector);
    case "interval":
      return intervals(vector, column);
    case "bool":
      return bools(vector);
    case "binary":
      return binaries(vector);
    case "null":
      return new Array<null>(vector.length).fill(null);
    default:
      throw new TypeError(`Internal error: cannot decode values of ${printDType(dtype satisfies DType)}`);
  }
};

const parseJson = (text: string | null): unknown => (text === null ? null : JSON.parse(text));

function bools({ length, validity, values }: Vector): (boolean | null)[] {
  const bits = values as Uint8Array; // the layout of bool vectors
  const result: (boolean | null)[] = new Array(length);
  for (let i = 0; i < length; i++) result[i] = validity === null || bitAt(validity, i) ? bitAt(bits, i) : null;
  return result;
}

/** Copies the bytes of each row, so that one value does not keep the whole vector in memory. */
function binaries({ length, validity, values, offsets }: Vector): (Uint8Array | null)[] {
  const bytes = values as Uint8Array; // the layout of binary vectors
  const result: (Uint8Array | null)[] = new Array(length);
  for (let i = 0; i < length; i++)
    result[i] = validity === null || bitAt(validity, i) ? bytes.slice(offsets?.[i], offsets?.[i + 1]) : null;
  return result;
}
