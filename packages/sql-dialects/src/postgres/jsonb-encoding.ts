// Encoding of arrays, maps and structs in jsonb:
//   numbers               numbers with all digits; non-finite floats are "NaN", "Infinity", "-Infinity"
//   bools                 true and false
//   other scalar values   strings as to_jsonb prints them: \x and hex digits for binary, ISO 8601 for intervals, which
//                         requires intervalstyle iso_8601 in the session
//   arrays                arrays
//   structs               objects
//   maps                  arrays of [key, value], in the order of the map
//   json                  an array of one value, to tell a JSON null from NULL
//   NULL                  null
// A top-level array is a PostgreSQL array; its elements are encoded as above if they are arrays, maps or structs.
import type { DType, IntervalValue } from "@avocet/core";
import type { LiteralValue } from "@avocet/core/dialect";
import {
  intervalParts,
  isArray,
  isDecimal,
  isFloat,
  isInteger,
  isMap,
  isStruct,
  isTimestamp,
} from "@avocet/core/dialect";

const asList = (value: LiteralValue): readonly LiteralValue[] => (Array.isArray(value) ? value : []);
const trimZeros = (time: string): string => (time.includes(".") ? time.replace(/\.?0+(?=Z?$)/, "") : time);

/** The JSON text of a literal inside of jsonb. */
export function encodeJsonb(value: LiteralValue, dtype: DType): string {
  if (value === null) return "null";
  if (isArray(dtype)) return `[${asList(value).map((v) => encodeJsonb(v, dtype.element))}]`;
  if (isMap(dtype))
    return `[${asList(value).map((entry) => {
      const [key = null, mapValue = null] = asList(entry);
      return `[${encodeJsonb(key, dtype.key)},${encodeJsonb(mapValue, dtype.value)}]`;
    })}]`;
  if (isStruct(dtype))
    return `{${Object.entries(dtype.fields).map(
      ([name, field], i) => `${JSON.stringify(name)}:${encodeJsonb(asList(value)[i] ?? null, field)}`,
    )}}`;
  if (isFloat(dtype) && /^-?[IN]/.test(String(value))) return JSON.stringify(value);
  if (isInteger(dtype) || isFloat(dtype) || isDecimal(dtype) || dtype.kind === "bool") return scalarText(value, dtype);
  if (dtype.kind === "json") return `[${String(value)}]`;
  return JSON.stringify(scalarText(value, dtype));
}

/** The input text of a literal for PostgreSQL's type input functions, such as for a bind parameter. Null for NULL. */
export function inputText(value: LiteralValue, dtype: DType): string | null {
  if (value === null) return null;
  if (isMap(dtype) || isStruct(dtype)) return encodeJsonb(value, dtype);
  if (!isArray(dtype)) return scalarText(value, dtype);
  const { element } = dtype;
  const nested = isArray(element) || isMap(element) || isStruct(element);
  const elements = asList(value).map((v) => (v !== null && nested ? encodeJsonb(v, element) : inputText(v, element)));
  return `{${elements.map((text) => (text === null ? "NULL" : `"${text.replaceAll(/["\\]/g, "\\$&")}"`))}}`;
}

function scalarText(value: LiteralValue, dtype: DType): string {
  const text = String(value);
  if (isDecimal(dtype)) return padToScale(text, dtype.scale);
  if (isTimestamp(dtype)) return trimZeros(text).replace(/Z$/, "+00:00");
  switch (dtype.kind) {
    case "time":
      return trimZeros(text);
    case "binary":
      return `\\x${text}`;
    case "interval":
      return isoInterval(intervalParts(value));
    default:
      return text;
  }
}

/** Pads digits to a decimal's scale, because PostgreSQL's numeric prints as many digits as it was written with. */
export function padToScale(digits: string, scale: number): string {
  const [integerDigits = "", fraction = ""] = digits.split(".");
  return scale > 0 ? `${integerDigits}.${fraction.padEnd(scale, "0")}` : integerDigits;
}

/** An interval in PostgreSQL's ISO 8601 style: each component has its own sign, and hours may exceed a day. */
function isoInterval({ months, days, micros }: IntervalValue): string {
  const component = (n: number, unit: string): string => (n === 0 ? "" : `${n}${unit}`);
  const date = component(Math.trunc(months / 12), "Y") + component(months % 12, "M") + component(days, "D");
  const subMinute = micros % 60_000_000;
  const seconds = `${Math.trunc(Math.abs(subMinute) / 1e6)}.${String(Math.abs(subMinute) % 1e6).padStart(6, "0")}`;
  const second = subMinute === 0 ? "" : `${subMinute < 0 ? "-" : ""}${trimZeros(seconds)}S`;
  const time = component(Math.trunc(micros / 3.6e9), "H") + component(Math.trunc(micros / 6e7) % 60, "M") + second;
  return date + time === "" ? "PT0S" : `P${date}${time && `T${time}`}`;
}
