import type { DType, IntervalValue } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import { isArray, isDecimal, isMap, isStruct } from "@avocet/core/backend";
import type { TextDecoder, TextFormat } from "./decoder.js";
import { textDecoder } from "./decoder.js";
import { mismatch, outOfRange } from "./errors.js";
import { ExactNumber, parseExact, printExact } from "./exact-json.js";

/** Decodes a part of a parsed JSON text to its JavaScript value; null is null. */
export type JsonDecoder = (json: unknown) => unknown;

/** Creates the decoder of arrays, maps and structs that are sent as JSON text. */
export function jsonText(dtype: DType, format: TextFormat, column: string): TextDecoder {
  const decode = jsonDecoder(dtype, format, column);
  const keepAllDigits = containsDecimal(dtype);
  return (text) => decode(parseExact(text, keepAllDigits));
}

/** Whether numbers must keep all their digits: JavaScript would print the decimal 0.0000001 as 1e-7. */
function containsDecimal(dtype: DType): boolean {
  if (isArray(dtype)) return containsDecimal(dtype.element);
  if (isMap(dtype)) return containsDecimal(dtype.key) || containsDecimal(dtype.value);
  if (isStruct(dtype)) return Object.values(dtype.fields).some(containsDecimal);
  return isDecimal(dtype);
}

/** Creates the decoder of values of a dtype that are nested in JSON. */
export function jsonDecoder(dtype: DType, format: TextFormat, column: string): JsonDecoder {
  const decode = nonNullDecoder(dtype, format, column);
  return (json) => (json === null || json === undefined ? null : decode(json));
}

function nonNullDecoder(dtype: DType, format: TextFormat, column: string): JsonDecoder {
  if (isArray(dtype)) {
    const element = jsonDecoder(dtype.element, format, column);
    return (json) => requireArray(json, dtype, column).map(element);
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
    const decodeJson: JsonDecoder =
      format.encoding.json === "string" ? printExact : (json) => JSON.parse(JSON.stringify(json));
    return format.wrappedJson ? (json) => decodeJson(requireArray(json, dtype, column)[0]) : decodeJson;
  }
  const decodeText = textDecoder(dtype, format, column);
  return (json) => {
    if (dtype.kind === "interval" && Array.isArray(json)) return intervalOf(json, column);
    if (typeof json === "string") return decodeText(json);
    if (json instanceof ExactNumber) return decodeText(json.digits);
    if (typeof json === "number" || typeof json === "boolean") return decodeText(String(json));
    throw mismatch(json, dtype, column);
  };
}

const MAX_INT32 = 2 ** 31 - 1;
/** Decodes an interval from the array of its months, days and microseconds. */
function intervalOf(json: readonly unknown[], column: string): IntervalValue {
  const [months = 0, days = 0, micros = 0] = json.map((component) =>
    Number(component instanceof ExactNumber ? component.digits : component),
  );
  if (!Number.isSafeInteger(micros)) throw outOfRange(String(json[2]), column, "Filter out such values.");
  for (const component of [months, days])
    if (Math.abs(component) > MAX_INT32)
      throw new AvocetError(
        "value-out-of-range",
        `An interval in the column \`${column}\` has ${component} months or days`,
        {
          reason: "data",
          hint: "Filter out intervals whose months or days exceed 32 bits.",
        },
      );
  return { months, days, micros };
}

function requireArray(json: unknown, dtype: DType, column: string): readonly unknown[] {
  if (Array.isArray(json)) return json;
  throw mismatch(json, dtype, column);
}

/** The entries of a map: an object, or an array of pairs or of `{ key, value }`. */
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
