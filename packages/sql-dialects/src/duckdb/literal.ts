import type { Decimal, DType } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { LiteralValue } from "@avocet/core/dialect";
import {
  intervalParts,
  intervalText,
  isArray,
  isDecimal,
  isFloat,
  isInteger,
  isMap,
  isStruct,
  isTimestamp,
  withNull,
} from "@avocet/core/dialect";
import { typeName } from "./types.js";

/** Quotes an identifier. DuckDB does not allow the character U+0000 in identifiers. */
export function quote(identifier: string): string {
  if (identifier.includes("\0"))
    throw new AvocetError("invalid-argument", "A name cannot contain the character U+0000");
  return `"${identifier.replaceAll('"', '""')}"`;
}

/** Quotes a string. DuckDB has no escape sequences in single-quoted strings, so U+0000 is written with chr(0). */
export function stringLiteral(text: string): string {
  if (!text.includes("\0")) return `'${text.replaceAll("'", "''")}'`;
  const segments = text.split("\0").map((segment) => `'${segment.replaceAll("'", "''")}'`);
  return `(${segments.join(" || chr(0) || ")})`;
}

/** Writes a literal that DuckDB reads with its dtype, independently of the context. */
export function literal(value: LiteralValue, dtype: DType): string {
  if (value === null) return dtype.kind === "null" ? "NULL" : `CAST(NULL AS ${typeName(dtype)})`;
  if (isInteger(dtype)) return integerLiteral(String(value), dtype);
  if (isFloat(dtype)) return floatLiteral(value, dtype);
  if (isDecimal(dtype)) return decimalLiteral(String(value), dtype);
  if (isTimestamp(dtype))
    return dtype.zone === null
      ? `TIMESTAMP '${String(value).replace("T", " ")}'`
      : `TIMESTAMPTZ '${String(value).replace("T", " ").replace("Z", "+00")}'`;
  if (isArray(dtype))
    return castTo(
      `[${list(value)
        .map((v) => literal(v, dtype.element))
        .join(", ")}]`,
      dtype,
    );
  if (isMap(dtype)) {
    const entries = list(value).map(list);
    const [keys, values] = [
      entries.map(([k = null]) => literal(k, dtype.key)),
      entries.map(([, v = null]) => literal(v, dtype.value)),
    ];
    return castTo(`MAP([${keys.join(", ")}], [${values.join(", ")}])`, dtype);
  }
  if (isStruct(dtype)) {
    const values = list(value);
    const fields = Object.entries(dtype.fields).map(
      ([name, field], i) => `${quote(name)}: ${literal(values[i] ?? null, field)}`,
    );
    return castTo(`{${fields.join(", ")}}`, dtype);
  }
  switch (dtype.kind) {
    case "bool":
      return value === true ? "TRUE" : "FALSE";
    case "string":
      return stringLiteral(String(value));
    case "date":
      return `DATE '${String(value)}'`;
    case "time":
      return `TIME '${String(value)}'`;
    case "binary":
      return `unhex('${String(value)}')`;
    case "interval":
      return `INTERVAL '${intervalText(intervalParts(value))}'`;
    default:
      return `CAST(${stringLiteral(String(value))} AS ${typeName(dtype)})`;
  }
}

const list = (value: LiteralValue): readonly LiteralValue[] => (Array.isArray(value) ? value : []);
const castTo = (text: string, dtype: DType): string => `CAST(${text} AS ${typeName(withNull(dtype, true))})`;

/** DuckDB chooses the smallest type of at least 32 bits for an integer; next to a column it widens without loss. */
function integerLiteral(digits: string, dtype: DType): string {
  if (!/^-?\d+$/.test(digits)) throw new TypeError(`"${digits}" is not an integer`);
  return dtype.kind === "uint64" && digits.length > 18 ? `CAST('${digits}' AS UBIGINT)` : digits;
}

/** DuckDB reads digits with a point as a decimal of exactly these digits; other decimals need a cast. */
function decimalLiteral(digits: string, dtype: Decimal<boolean>): string {
  const [, integerDigits, fraction = ""] = /^-?(\d+)(?:\.(\d+))?$/.exec(digits) ?? [];
  if (integerDigits === undefined) throw new TypeError(`"${digits}" is not a decimal`);
  const isExactLiteral =
    fraction.length > 0 &&
    dtype.scale === fraction.length &&
    dtype.precision === integerDigits.length + fraction.length;
  return isExactLiteral ? digits : `CAST('${digits}' AS ${typeName(dtype)})`;
}

function floatLiteral(value: LiteralValue, dtype: DType): string {
  if (typeof value === "string" || dtype.kind === "float32") return `CAST('${String(value)}' AS ${typeName(dtype)})`;
  const text = String(value);
  return text.includes("e") ? text : `${text}e0`;
}
