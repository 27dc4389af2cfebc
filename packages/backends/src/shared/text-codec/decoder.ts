import type { DType, ValueEncoding } from "@avocet/core";
import { isDecimal, isTimestamp } from "@avocet/core/backend";
import { mismatch } from "./errors.js";
import { jsonText } from "./nested.js";
import { decimal, float, int32Decoder, int64Decoder } from "./number.js";
import { date, interval, time, timestamp } from "./temporal.js";

/** Decodes an engine's text of a non-NULL value to its JavaScript value. */
export type TextDecoder = (text: string) => unknown;

/** How an engine writes values in text, and which JavaScript values to decode to. */
export interface TextFormat {
  readonly encoding: ValueEncoding;
  /** The text encoding of binary values; `hex` may begin with `\x`. */
  readonly binary: "hex" | "base64";
  /** Whether json values nested in other dtypes are wrapped in an array, which distinguishes JSON null from NULL. */
  readonly wrappedJson?: boolean;
}

/**
 * Creates the decoder of a column; its name is for error messages. The decoder accepts the forms that engines write:
 * ISO 8601 dates with a space or a `T`, `t` and `true`, intervals in ISO 8601 and BigQuery's format, JSON for nested
 * dtypes.
 */
export function textDecoder(dtype: DType, format: TextFormat, column: string): TextDecoder {
  const { encoding } = format;
  if (isDecimal(dtype)) return decimal(dtype, encoding.decimal, column);
  if (isTimestamp(dtype)) return timestamp(dtype, encoding.timestamp, column);
  switch (dtype.kind) {
    case "int8":
    case "int16":
    case "int32":
    case "uint8":
    case "uint16":
    case "uint32":
      return int32Decoder(dtype, column);
    case "int64":
    case "uint64":
      return int64Decoder(dtype, encoding.int64, column);
    case "float32":
    case "float64":
      return float(dtype, column);
    case "bool":
      return bool(dtype, column);
    case "binary":
      return format.binary === "hex" ? hex(dtype, column) : base64;
    case "date":
      return date(dtype, encoding.date, column);
    case "time":
      return time(dtype, column);
    case "interval":
      return interval(dtype, column);
    case "json":
      return encoding.json === "string" ? identity : (text) => JSON.parse(text);
    case "array":
    case "map":
    case "struct":
      return jsonText(dtype, format, column);
    case "null":
      return (text) => {
        throw mismatch(text, dtype, column);
      };
    default:
      return identity;
  }
}

const identity: TextDecoder = (text) => text;

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

/** Decodes the texts of a column; NULL is null. */
export function decodeTexts(texts: readonly (string | null)[], decode: TextDecoder): unknown[] {
  const values: unknown[] = new Array(texts.length);
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i];
    values[i] = text === null || text === undefined ? null : decode(text);
  }
  return values;
}
