import type { DType, LiteralValue } from "@avocet/core";
import {
  AvocetError,
  intervalParts,
  isArray,
  isDecimal,
  isFloat,
  isInteger,
  isMap,
  isStruct,
  isTimestamp,
} from "@avocet/core";
import { isListed, typeName } from "./types.js";

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "'": "\\'",
  "`": "\\`",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};
const code = (char: string): string => `\\x${(char.codePointAt(0) ?? 0).toString(16).padStart(2, "0")}`;
/** Backslashes, quotes and control characters by their escapes, which strings and identifiers share. */
const escaped = (text: string, quotes: RegExp): string => text.replace(quotes, (char) => ESCAPES[char] ?? code(char));

const LONGEST = 300;
/** An identifier in backticks. BigQuery's names have at most 300 characters, and neither none nor U+0000. */
export function quote(identifier: string): string {
  if (identifier.includes("\0")) throw new AvocetError("invalid-argument", "a name cannot hold the character U+0000");
  if (identifier === "" || [...identifier].length > LONGEST)
    throw new AvocetError("invalid-argument", `names in BigQuery have 1 to ${LONGEST} characters`, {
      detail: identifier.slice(0, 80),
    });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is escaped
  return `\`${escaped(identifier, /[\\`\x00-\x1f\x7f]/g)}\``;
}

/** A string in single quotes. */
export const stringLiteral = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is escaped
  `'${escaped(text, /[\\'\x00-\x1f\x7f]/g)}'`;

/** A literal as BigQuery reads it: of its own type even where nothing beside it says which. */
export function literal(value: LiteralValue, dtype: DType): string {
  if (value === null) return dtype.kind === "null" ? "NULL" : `CAST(NULL AS ${typeName(dtype)})`;
  if (isInteger(dtype)) return integerLiteral(String(value), dtype);
  if (isFloat(dtype))
    return floatLiteral(dtype.kind === "float32" && typeof value === "number" ? Math.fround(value) : value);
  if (isDecimal(dtype)) return `${typeName(dtype)} '${digits(String(value))}'`;
  if (isTimestamp(dtype)) {
    const text = String(value).replace("T", " ");
    return dtype.zone === null ? `DATETIME '${text}'` : `TIMESTAMP '${text.replace("Z", "+00")}'`;
  }
  if (isArray(dtype))
    return `${typeName(dtype)}[${list(value)
      .map((v) => elementLiteral(v, dtype.element))
      .join(", ")}]`;
  if (isMap(dtype)) {
    const entries = list(value).map(list);
    const texts = entries.map(([k = null, v = null]) => `(${literal(k, dtype.key)}, ${literal(v, dtype.value)})`);
    return `${typeName(dtype)}[${texts.join(", ")}]`;
  }
  if (isStruct(dtype)) {
    const values = list(value);
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

const list = (value: LiteralValue): readonly LiteralValue[] => (Array.isArray(value) ? value : []);
/** An array inside of another is the field of a struct. */
const elementLiteral = (value: LiteralValue, element: DType): string =>
  isListed(element) ? `STRUCT(${literal(value, element)})` : literal(value, element);

function digits(text: string): string {
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw new TypeError(`not a number: ${text}`);
  return text;
}
const integerLiteral = (text: string, dtype: DType): string =>
  dtype.kind === "uint64" ? `NUMERIC '${digits(text)}'` : digits(text);

function floatLiteral(value: LiteralValue): string {
  if (typeof value === "string") return `CAST('${value}' AS FLOAT64)`;
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

const MICROS = { hour: 3_600_000_000, minute: 60_000_000, second: 1_000_000 };
/** So many of one unit; else years and months, days, and time, each with its own sign. */
function intervalLiteral(value: LiteralValue): string {
  const { months, days, micros } = intervalParts(value);
  if (days === 0 && micros === 0 && months !== 0) return `INTERVAL ${months} MONTH`;
  if (months === 0 && micros === 0 && days !== 0) return `INTERVAL ${days} DAY`;
  if (months === 0 && days === 0 && micros % MICROS.second === 0) return `INTERVAL ${micros / MICROS.second} SECOND`;
  const [m, t] = [Math.abs(months), Math.abs(micros)];
  const time = `${Math.floor(t / MICROS.hour)}:${Math.floor(t / MICROS.minute) % 60}:${Math.floor(t / MICROS.second) % 60}`;
  const rest = t % MICROS.second;
  const fraction = rest === 0 ? "" : `.${String(rest).padStart(6, "0")}`;
  const sign = (n: number): string => (n < 0 ? "-" : "");
  const text = `${sign(months)}${Math.floor(m / 12)}-${m % 12} ${days} ${sign(micros)}${time}${fraction}`;
  return `INTERVAL '${text}' YEAR TO SECOND`;
}
