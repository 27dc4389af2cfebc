import type { DType } from "@avocet/core";
import { AvocetError } from "@avocet/core";
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
import { isArrayLike, typeName } from "./types.js";

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "'": "\\'",
  "`": "\\`",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};
const hexEscape = (char: string): string => `\\x${(char.codePointAt(0) ?? 0).toString(16).padStart(2, "0")}`;
/** Escapes backslashes, quotes and control characters; strings and identifiers share the escape sequences. */
const escapeChars = (text: string, quotes: RegExp): string =>
  text.replace(quotes, (char) => ESCAPES[char] ?? hexEscape(char));

const MAX_NAME_LENGTH = 300;
/** An identifier in backticks. Throws unless it has 1 to 300 characters, none of them U+0000. */
export function quote(identifier: string): string {
  if (identifier.includes("\0"))
    throw new AvocetError("invalid-argument", "A name cannot contain the character U+0000");
  if (identifier === "" || [...identifier].length > MAX_NAME_LENGTH)
    throw new AvocetError("invalid-argument", `A name in BigQuery must have 1 to ${MAX_NAME_LENGTH} characters`, {
      detail: identifier.slice(0, 80),
    });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is escaped
  return `\`${escapeChars(identifier, /[\\`\x00-\x1f\x7f]/g)}\``;
}

/** A string in single quotes. */
export const stringLiteral = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is escaped
  `'${escapeChars(text, /[\\'\x00-\x1f\x7f]/g)}'`;

/** A literal in BigQuery's syntax, which states its type without context. */
export function literal(value: LiteralValue, dtype: DType): string {
  if (value === null) return dtype.kind === "null" ? "NULL" : `CAST(NULL AS ${typeName(dtype)})`;
  if (isInteger(dtype)) return integerLiteral(String(value), dtype);
  if (isFloat(dtype))
    return floatLiteral(dtype.kind === "float32" && typeof value === "number" ? Math.fround(value) : value);
  if (isDecimal(dtype)) return `${typeName(dtype)} '${checkedDigits(String(value))}'`;
  if (isTimestamp(dtype)) {
    const text = String(value).replace("T", " ");
    return dtype.zone === null ? `DATETIME '${text}'` : `TIMESTAMP '${text.replace("Z", "+00")}'`;
  }
  if (isArray(dtype))
    return `${typeName(dtype)}[${asList(value)
      .map((v) => elementLiteral(v, dtype.element))
      .join(", ")}]`;
  if (isMap(dtype)) {
    const entries = asList(value).map(asList);
    const texts = entries.map(([k = null, v = null]) => `(${literal(k, dtype.key)}, ${literal(v, dtype.value)})`);
    return `${typeName(dtype)}[${texts.join(", ")}]`;
  }
  if (isStruct(dtype)) {
    const values = asList(value);
    const fields = Object.values(dtype.fields).map((field, i) => literal(values[i] ?? null, field));
    return `${typeName(dtype)}(${fields.join(", ")})`;
  }
  switch (dtype.kind) {
    case "bool":
      return value === true ? "TRUE" : "FALSE";
    case "date":
      return `DATE '${String(value)}'`;
    case "time":
      return `TIME '${String(value)}'`;
    case "binary":
      return `FROM_HEX('${String(value)}')`;
    case "interval":
      return intervalLiteral(value);
    case "json":
      return `JSON ${stringLiteral(String(value))}`;
    default:
      return stringLiteral(String(value));
  }
}

const asList = (value: LiteralValue): readonly LiteralValue[] => (Array.isArray(value) ? value : []);
/** An array element; a nested array is the field of a struct. */
const elementLiteral = (value: LiteralValue, element: DType): string =>
  isArrayLike(element) ? `STRUCT(${literal(value, element)})` : literal(value, element);

function checkedDigits(text: string): string {
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw new TypeError(`Not a number: ${text}`);
  return text;
}
const integerLiteral = (text: string, dtype: DType): string =>
  dtype.kind === "uint64" ? `NUMERIC '${checkedDigits(text)}'` : checkedDigits(text);

function floatLiteral(value: LiteralValue): string {
  if (typeof value === "string") return `CAST('${value}' AS FLOAT64)`;
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

const MICROS_PER = { hour: 3_600_000_000, minute: 60_000_000, second: 1_000_000 };
/** An interval of a single unit if possible, else of years and months, days, and time, each with its own sign. */
function intervalLiteral(value: LiteralValue): string {
  const { months, days, micros } = intervalParts(value);
  if (days === 0 && micros === 0 && months !== 0) return `INTERVAL ${months} MONTH`;
  if (months === 0 && micros === 0 && days !== 0) return `INTERVAL ${days} DAY`;
  if (months === 0 && days === 0 && micros % MICROS_PER.second === 0)
    return `INTERVAL ${micros / MICROS_PER.second} SECOND`;
  const [m, t] = [Math.abs(months), Math.abs(micros)];
  const time = `${Math.floor(t / MICROS_PER.hour)}:${Math.floor(t / MICROS_PER.minute) % 60}:${Math.floor(t / MICROS_PER.second) % 60}`;
  const subSecond = t % MICROS_PER.second;
  const fraction = subSecond === 0 ? "" : `.${String(subSecond).padStart(6, "0")}`;
  const sign = (n: number): string => (n < 0 ? "-" : "");
  const text = `${sign(months)}${Math.floor(m / 12)}-${m % 12} ${days} ${sign(micros)}${time}${fraction}`;
  return `INTERVAL '${text}' YEAR TO SECOND`;
}
