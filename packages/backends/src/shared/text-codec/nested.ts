import type { DType, IntervalValue } from "@avocet/core";
import { AvocetError, isArray, isDecimal, isMap, isStruct } from "@avocet/core";
import type { TextDecoder, TextFormat } from "./decoder.js";
import { textDecoder } from "./decoder.js";
import { ExactNumber, parseExact, printExact } from "./exact-json.js";
import { mismatch, outOfRange } from "./problems.js";

/** From a part of a parsed JSON text to its JavaScript value; null for null. */
export type JsonDecoder = (json: unknown) => unknown;

/** Arrays, maps and structs that come as JSON text. */
export function jsonText(dtype: DType, format: TextFormat, column: string): TextDecoder {
  const decode = jsonDecoder(dtype, format, column);
  const every = holdsDecimal(dtype);
  return (text) => decode(parseExact(text, every));
}

/** Decimals need the digits of all their numbers: 1e-7 is how JavaScript prints 0.0000001. */
function holdsDecimal(dtype: DType): boolean {
  if (isArray(dtype)) return holdsDecimal(dtype.element);
  if (isMap(dtype)) return holdsDecimal(dtype.key) || holdsDecimal(dtype.value);
  if (isStruct(dtype)) return Object.values(dtype.fields).some(holdsDecimal);
  return isDecimal(dtype);
}

/** The decoder of values of a dtype inside of JSON: made once for a column. */
export function jsonDecoder(dtype: DType, format: TextFormat, column: string): JsonDecoder {
  const decode = notNull(dtype, format, column);
  return (json) => (json === null || json === undefined ? null : decode(json));
}

function notNull(dtype: DType, format: TextFormat, column: string): JsonDecoder {
  if (isArray(dtype)) {
    const element = jsonDecoder(dtype.element, format, column);
    return (json) => listOf(json, dtype, column).map(element);
  }
  if (isStruct(dtype)) {
    const fields = Object.entries(dtype.fields).map(
      ([name, field]) => [name, jsonDecoder(field, format, `${column}.${name}`)] as const,
    );
    return (json) => {
      if (typeof json !== "object" || json === null || Array.isArray(json)) throw mismatch(json, dtype, column);
      const values = new Map<string, unknown>(Object.entries(json));
      return Object.fromEntries(fields.map(([name, decode]) => [name, decode(values.get(name))]));
    };
  }
  if (isMap(dtype)) {
    const [key, value] = [jsonDecoder(dtype.key, format, column), jsonDecoder(dtype.value, format, column)];
    return (json) => new Map(entriesOf(json, dtype, column).map(([k, v]) => [key(k), value(v)]));
  }
  if (dtype.kind === "json") {
    const whole: JsonDecoder = format.modes.json === "string" ? printExact : (json) => JSON.parse(JSON.stringify(json));
    return format.wrappedJson ? (json) => whole(listOf(json, dtype, column)[0]) : whole;
  }
  const text = textDecoder(dtype, format, column);
  return (json) => {
    if (dtype.kind === "interval" && Array.isArray(json)) return intervalOf(json, column);
    if (typeof json === "string") return text(json);
    if (json instanceof ExactNumber) return text(json.digits);
    if (typeof json === "number" || typeof json === "boolean") return text(String(json));
    throw mismatch(json, dtype, column);
  };
}

const MOST_OF_A_PART = 2 ** 31 - 1;
/** An interval as the array of its months, days and microseconds. */
function intervalOf(json: readonly unknown[], column: string): IntervalValue {
  const [months = 0, days = 0, micros = 0] = json.map((part) =>
    Number(part instanceof ExactNumber ? part.digits : part),
  );
  if (!Number.isSafeInteger(micros)) throw outOfRange(String(json[2]), column, "Filter such values out.");
  for (const part of [months, days])
    if (Math.abs(part) > MOST_OF_A_PART)
      throw new AvocetError(
        "value-out-of-range",
        `an interval in the column \`${column}\` has ${part} months or days`,
        {
          reason: "data",
          hint: "Months and days are whole numbers of 32 bits.",
        },
      );
  return { months, days, micros };
}

function listOf(json: unknown, dtype: DType, column: string): readonly unknown[] {
  if (Array.isArray(json)) return json;
  throw mismatch(json, dtype, column);
}

/** The entries of a map: an object, or a list of pairs or of `{ key, value }`. */
function entriesOf(json: unknown, dtype: DType, column: string): (readonly [unknown, unknown])[] {
  if (typeof json !== "object" || json === null) throw mismatch(json, dtype, column);
  if (!Array.isArray(json)) return Object.entries(json);
  return json.map((entry: unknown) => {
    if (Array.isArray(entry) && entry.length === 2) return [entry[0], entry[1]];
    if (typeof entry === "object" && entry !== null && "key" in entry && "value" in entry)
      return [entry.key, entry.value];
    throw mismatch(entry, dtype, column);
  });
}
