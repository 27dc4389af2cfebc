import type { Decimal, DType, LiteralValue } from "@avocet/core";
import {
  AvocetError,
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
} from "@avocet/core";
import { typeName } from "./types.js";

/** An identifier in double quotes, those inside doubled. DuckDB has no identifiers with the character U+0000. */
export function quote(identifier: string): string {
  if (identifier.includes("\0")) throw new AvocetError("invalid-argument", "a name cannot hold the character U+0000");
  return `"${identifier.replaceAll('"', '""')}"`;
}

/** A string in single quotes, those inside doubled: DuckDB has no escapes in such strings. */
export function stringLiteral(text: string): string {
  if (!text.includes("\0")) return `'${text.replaceAll("'", "''")}'`;
  const parts = text.split("\0").map((part) => `'${part.replaceAll("'", "''")}'`);
  return `(${parts.join(" || chr(0) || ")})`;
}

/** A literal as DuckDB reads it: of its own dtype even where nothing beside it says which. */
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
    return typed(
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
    return typed(`MAP([${keys.join(", ")}], [${values.join(", ")}])`, dtype);
  }
  if (isStruct(dtype)) {
    const values = list(value);
    const fields = Object.entries(dtype.fields).map(
      ([name, field], i) => `${quote(name)}: ${literal(values[i] ?? null, field)}`,
    );
    return typed(`{${fields.join(", ")}}`, dtype);
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
const typed = (text: string, dtype: DType): string => `CAST(${text} AS ${typeName(withNull(dtype, true))})`;

/** DuckDB takes the smallest type of 32 bits and more that holds the digits; beside a column it is widened without loss. */
function integerLiteral(digits: string, dtype: DType): string {
  if (!/^-?\d+$/.test(digits)) throw new TypeError(`not an integer: ${digits}`);
  return dtype.kind === "uint64" && digits.length > 18 ? `CAST('${digits}' AS UBIGINT)` : digits;
}

/** DuckDB takes digits with a point for a decimal of just these digits; any other is cast. */
function decimalLiteral(digits: string, dtype: Decimal<boolean>): string {
  const [, whole, fraction = ""] = /^-?(\d+)(?:\.(\d+))?$/.exec(digits) ?? [];
  if (whole === undefined) throw new TypeError(`not a decimal: ${digits}`);
  const plain =
    fraction.length > 0 && dtype.scale === fraction.length && dtype.precision === whole.length + fraction.length;
  return plain ? digits : `CAST('${digits}' AS ${typeName(dtype)})`;
}

function floatLiteral(value: LiteralValue, dtype: DType): string {
  if (typeof value === "string" || dtype.kind === "float32") return `CAST('${String(value)}' AS ${typeName(dtype)})`;
  const text = String(value);
  return text.includes("e") ? text : `${text}e0`;
}
