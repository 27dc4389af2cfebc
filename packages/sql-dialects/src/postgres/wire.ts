// How arrays, maps and structs are written in jsonb:
//   numbers               as numbers with all their digits; a float that is not finite as "NaN", "Infinity", "-Infinity"
//   bools                 as true and false
//   other scalar values   as strings: what PostgreSQL's to_jsonb makes of them, so \x and hex digits for binary, and ISO 8601 for
//                         intervals, where the session has intervalstyle iso_8601
//   arrays                as arrays
//   structs               as objects
//   maps                  as arrays of [key, value], in the order of the map
//   json                  as an array of the one value, so that a JSON null is not a NULL
//   NULL                  as null
// An array that is not inside of another value is PostgreSQL's own; its elements are written so where they are arrays, maps or structs.
import type { DType, IntervalValue, LiteralValue } from "@avocet/core";
import { intervalParts, isArray, isDecimal, isFloat, isInteger, isMap, isStruct, isTimestamp } from "@avocet/core";

const list = (value: LiteralValue): readonly LiteralValue[] => (Array.isArray(value) ? value : []);
const withoutZeros = (clock: string): string => (clock.includes(".") ? clock.replace(/\.?0+(?=Z?$)/, "") : clock);

/** The JSON text of a literal, as it is written inside of jsonb. */
export function wireText(value: LiteralValue, dtype: DType): string {
  if (value === null) return "null";
  if (isArray(dtype)) return `[${list(value).map((v) => wireText(v, dtype.element))}]`;
  if (isMap(dtype))
    return `[${list(value).map((entry) => {
      const [key = null, own = null] = list(entry);
      return `[${wireText(key, dtype.key)},${wireText(own, dtype.value)}]`;
    })}]`;
  if (isStruct(dtype))
    return `{${Object.entries(dtype.fields).map(
      ([name, field], i) => `${JSON.stringify(name)}:${wireText(list(value)[i] ?? null, field)}`,
    )}}`;
  if (isFloat(dtype) && /^-?[IN]/.test(String(value))) return JSON.stringify(value);
  if (isInteger(dtype) || isFloat(dtype) || isDecimal(dtype) || dtype.kind === "bool") return scalarText(value, dtype);
  if (dtype.kind === "json") return `[${String(value)}]`;
  return JSON.stringify(scalarText(value, dtype));
}

/** The text of a literal as PostgreSQL reads it where a value of its type is wanted, such as beside a placeholder. */
export function inputText(value: LiteralValue, dtype: DType): string | null {
  if (value === null) return null;
  if (isMap(dtype) || isStruct(dtype)) return wireText(value, dtype);
  if (!isArray(dtype)) return scalarText(value, dtype);
  const { element } = dtype;
  const nested = isArray(element) || isMap(element) || isStruct(element);
  const elements = list(value).map((v) => (v !== null && nested ? wireText(v, element) : inputText(v, element)));
  return `{${elements.map((text) => (text === null ? "NULL" : `"${text.replaceAll(/["\\]/g, "\\$&")}"`))}}`;
}

function scalarText(value: LiteralValue, dtype: DType): string {
  const text = String(value);
  if (isDecimal(dtype)) return withScale(text, dtype.scale);
  if (isTimestamp(dtype)) return withoutZeros(text).replace(/Z$/, "+00:00");
  switch (dtype.kind) {
    case "time":
      return withoutZeros(text);
    case "binary":
      return `\\x${text}`;
    case "interval":
      return isoInterval(intervalParts(value));
    default:
      return text;
  }
}

/** Digits filled up to the places of a decimal: PostgreSQL's numbers show as many as they are written with. */
export function withScale(digits: string, scale: number): string {
  const [whole = "", fraction = ""] = digits.split(".");
  return scale > 0 ? `${whole}.${fraction.padEnd(scale, "0")}` : whole;
}

/** As PostgreSQL writes an interval: each part with its own sign, hours and less without days. */
function isoInterval({ months, days, micros }: IntervalValue): string {
  const part = (n: number, unit: string): string => (n === 0 ? "" : `${n}${unit}`);
  const date = part(Math.trunc(months / 12), "Y") + part(months % 12, "M") + part(days, "D");
  const rest = micros % 60_000_000;
  const seconds = `${Math.trunc(Math.abs(rest) / 1e6)}.${String(Math.abs(rest) % 1e6).padStart(6, "0")}`;
  const second = rest === 0 ? "" : `${rest < 0 ? "-" : ""}${withoutZeros(seconds)}S`;
  const time = part(Math.trunc(micros / 3.6e9), "H") + part(Math.trunc(micros / 6e7) % 60, "M") + second;
  return date + time === "" ? "PT0S" : `P${date}${time && `T${time}`}`;
}
