import type { DType, ValueModes } from "@avocet/core";
import { isDecimal, isTimestamp } from "@avocet/core";
import { jsonText } from "./nested.js";
import { decimal, float, smallInteger, wideInteger } from "./number.js";
import { mismatch } from "./problems.js";
import { date, interval, time, timestamp } from "./temporal.js";

/** From an engine's text for a value that is not NULL to its JavaScript value. */
export type TextDecoder = (text: string) => unknown;

/** How an engine writes what engines write in different ways, and which JavaScript values are asked for. */
export interface TextFormat {
  readonly modes: ValueModes;
  /** The digits of bytes; `hex` may begin with `\x`. */
  readonly binary: "hex" | "base64";
  /** Inside of arrays, maps and structs JSON comes as an array of the one value, so that a JSON null is not a NULL. */
  readonly wrappedJson?: boolean;
}

/**
 * The decoder of a column's texts, made once for a column, whose name is for messages. It takes the forms that engines write: ISO 8601
 * dates with a space or a `T`, `t` and `true`, intervals of ISO 8601 and of BigQuery, JSON for arrays, maps and structs.
 */
export function textDecoder(dtype: DType, format: TextFormat, column: string): TextDecoder {
  const { modes } = format;
  if (isDecimal(dtype)) return decimal(dtype, modes.decimal, column);
  if (isTimestamp(dtype)) return timestamp(dtype, modes.timestamp, column);
  switch (dtype.kind) {
    case "int8":
    case "int16":
    case "int32":
    case "uint8":
    case "uint16":
    case "uint32":
      return smallInteger(dtype, column);
    case "int64":
    case "uint64":
      return wideInteger(dtype, modes.int64, column);
    case "float32":
    case "float64":
      return float(dtype, column);
    case "bool":
      return bool(dtype, column);
    case "binary":
      return format.binary === "hex" ? hex(dtype, column) : base64;
    case "date":
      return date(dtype, modes.date, column);
    case "time":
      return time(dtype, column);
    case "interval":
      return interval(dtype, column);
    case "json":
      return modes.json === "string" ? asItIs : (text) => JSON.parse(text);
    case "array":
    case "map":
    case "struct":
      return jsonText(dtype, format, column);
    case "null":
      return (text) => {
        throw mismatch(text, dtype, column);
      };
    default:
      return asItIs;
  }
}

const asItIs: TextDecoder = (text) => text;

const BOOLS: ReadonlyMap<string, boolean> = new Map([
  ["t", true],
  ["f", false],
  ["true", true],
  ["false", false],
  ["1", true],
  ["0", false],
]);
const bool =
  (dtype: DType, column: string): TextDecoder =>
  (text) => {
    const value = BOOLS.get(text) ?? BOOLS.get(text.toLowerCase());
    if (value === undefined) throw mismatch(text, dtype, column);
    return value;
  };

const hex =
  (dtype: DType, column: string): TextDecoder =>
  (text) => {
    const digits = text.startsWith("\\x") ? text.slice(2) : text;
    const bytes = Buffer.from(digits, "hex");
    if (bytes.length * 2 !== digits.length) throw mismatch(text, dtype, column);
    return new Uint8Array(bytes);
  };
const base64: TextDecoder = (text) => new Uint8Array(Buffer.from(text, "base64"));

/** The values of a column of texts; null for NULL. */
export function decodeTexts(texts: readonly (string | null)[], decode: TextDecoder): unknown[] {
  const values: unknown[] = new Array(texts.length);
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i];
    values[i] = text === null || text === undefined ? null : decode(text);
  }
  return values;
}
