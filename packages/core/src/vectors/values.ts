import type { DType, Kind } from "../dtype/dtype.js";
import { isArray, isDecimal, isMap, isStruct, isTimestamp } from "../dtype/kinds.js";
import { printDType } from "../dtype/print.js";
import { dates, intervals, times, timestamps } from "./moments.js";
import type { Decode } from "./nested.js";
import { arrays, maps, structs } from "./nested.js";
import { decimals, plainNumbers, wideIntegers } from "./numbers.js";
import { textsOf } from "./utf8.js";
import type { Vector } from "./vector.js";
import { bitAt } from "./vector.js";

const PLAIN: ReadonlySet<Kind> = new Set(["int8", "int16", "int32", "uint8", "uint16", "uint32", "float32", "float64"]);

/**
 * The JavaScript values of a vector, null where it is NULL; numbers without NULLs in a typed array. `column` is its name in messages.
 * @example valuesOf(vector(2, { values: Int32Array.of(1, 2) }), int32, DEFAULT_MODES, "n") // Int32Array.of(1, 2)
 */
export const valuesOf: Decode = (vector, dtype, modes, column) => {
  const { kind } = dtype;
  if (PLAIN.has(kind)) return plainNumbers(vector);
  if (kind === "int64" || kind === "uint64") return wideIntegers(vector, modes.int64, column);
  if (isDecimal(dtype)) return decimals(vector, dtype, modes.decimal);
  if (isTimestamp(dtype)) return timestamps(vector, dtype, modes.timestamp, column);
  if (isArray(dtype)) return arrays(vector, dtype, modes, column, valuesOf);
  if (isMap(dtype)) return maps(vector, dtype, modes, column, valuesOf);
  if (isStruct(dtype)) return structs(vector, dtype, modes, column, valuesOf);
  switch (kind) {
    case "string":
    case "uuid":
    case "inet":
      return textsOf(vector);
    case "json":
      return modes.json === "string" ? textsOf(vector) : textsOf(vector).map(parsed);
    case "date":
      return dates(vector, modes.date, column);
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
      throw new TypeError(`there are no values of ${printDType(dtype satisfies DType)}`);
  }
};

const parsed = (text: string | null): unknown => (text === null ? null : JSON.parse(text));

function bools({ length, validity, values }: Vector): (boolean | null)[] {
  const bits = values as Uint8Array; // as the layout of bools says
  const out: (boolean | null)[] = new Array(length);
  for (let i = 0; i < length; i++) out[i] = validity === null || bitAt(validity, i) ? bitAt(bits, i) : null;
  return out;
}

/** Bytes of their own, so that a kept value keeps no others. */
function binaries({ length, validity, values, offsets }: Vector): (Uint8Array | null)[] {
  const bytes = values as Uint8Array; // as the layout of binary says
  const out: (Uint8Array | null)[] = new Array(length);
  for (let i = 0; i < length; i++)
    out[i] = validity === null || bitAt(validity, i) ? bytes.slice(offsets?.[i], offsets?.[i + 1]) : null;
  return out;
}
