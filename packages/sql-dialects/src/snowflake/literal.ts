import type { Decimal, DType } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { LiteralValue } from "@avocet/core/dialect";
import { isArray, isDecimal, isFloat, isInteger, isMap, isStruct, isTimestamp } from "@avocet/core/dialect";
import { bindText } from "./bind-text.js";
import { typeName } from "./types.js";

const MAX_NAME_LENGTH = 255;
/**
 * Quotes an identifier and doubles the quotes inside it. A quoted identifier keeps its case; Snowflake converts others
 * to upper case.
 */
export function quote(identifier: string): string {
  if (identifier === "" || identifier.includes("\0"))
    throw new AvocetError("invalid-argument", "A name in Snowflake must not be empty or contain the character U+0000");
  if (identifier.length > MAX_NAME_LENGTH && [...identifier].length > MAX_NAME_LENGTH)
    throw new AvocetError(
      "invalid-argument",
      `A name in Snowflake can have at most ${MAX_NAME_LENGTH} characters: ${identifier}`,
      {
        hint: "Choose a shorter name for the column, table or query.",
      },
    );
  return `"${identifier.replaceAll('"', '""')}"`;
}

const quoteString = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
/** A string in single quotes. Backslashes are doubled like quotes, because they start an escape sequence. */
export function stringLiteral(text: string): string {
  if (!text.includes("\0")) return quoteString(text);
  return `(${text.split("\0").map(quoteString).join(" || CHR(0) || ")})`;
}

/** A literal whose type is the dtype even without context that would determine it. */
export function literal(value: LiteralValue, dtype: DType): string {
  if (value === null) return dtype.kind === "null" ? "NULL" : `CAST(NULL AS ${typeName(dtype)})`;
  if (isInteger(dtype)) return integerLiteral(String(value));
  if (isFloat(dtype)) return floatLiteral(value, dtype);
  if (isDecimal(dtype)) return decimalLiteral(String(value), dtype);
  if (isTimestamp(dtype)) return `${quoteString(bindText(value, dtype))}::${typeName(dtype)}`;
  if (isArray(dtype))
    return call(
      "ARRAY_CONSTRUCT",
      itemsOf(value).map((item) => nestedLiteral(item, dtype.element)),
    );
  if (isMap(dtype)) {
    const entries = itemsOf(value).map(itemsOf);
    const args = entries.flatMap(([k = null, v = null]) => [
      stringLiteral(bindText(k, dtype.key)),
      nestedLiteral(v, dtype.value),
    ]);
    return call("OBJECT_CONSTRUCT_KEEP_NULL", args);
  }
  if (isStruct(dtype)) {
    const values = itemsOf(value);
    const args = Object.entries(dtype.fields).flatMap(([name, field], i) => [
      stringLiteral(name),
      nestedLiteral(values[i] ?? null, field),
    ]);
    return call("OBJECT_CONSTRUCT_KEEP_NULL", args);
  }
  switch (dtype.kind) {
    case "bool":
      return value === true ? "TRUE" : "FALSE";
    case "date":
      return `DATE '${String(value)}'`;
    case "time":
      return `TIME '${String(value)}'`;
    case "binary":
      return `X'${String(value)}'`;
    case "json":
      return `PARSE_JSON(${stringLiteral(String(value))})`;
    case "interval":
      return call("ARRAY_CONSTRUCT", itemsOf(value).map(String));
    default:
      return stringLiteral(String(value));
  }
}

const itemsOf = (value: LiteralValue): readonly LiteralValue[] => (Array.isArray(value) ? value : []);
const call = (name: string, args: readonly string[]): string => `${name}(${args.join(", ")})`;
const STORED_AS_TEXT: ReadonlySet<DType["kind"]> = new Set(["date", "time", "timestamp", "binary"]);
/** A literal inside an array or object, where dates, times and bytes are stored as text. */
function nestedLiteral(value: LiteralValue, dtype: DType): string {
  if (value === null) return "NULL";
  return STORED_AS_TEXT.has(dtype.kind) ? quoteString(bindText(value, dtype, "nested")) : literal(value, dtype);
}

function integerLiteral(digits: string): string {
  if (!/^-?\d+$/.test(digits)) throw new TypeError(`Internal error: not an integer literal: ${digits}`);
  return digits;
}

/**
 * A decimal literal. Plain digits have the precision and scale that they are written with; other precisions and scales
 * need a cast.
 */
function decimalLiteral(digits: string, dtype: Decimal<boolean>): string {
  const [, integerDigits, fraction = ""] = /^-?(\d+)(?:\.(\d+))?$/.exec(digits) ?? [];
  if (integerDigits === undefined) throw new TypeError(`Internal error: not a decimal literal: ${digits}`);
  const isExact = dtype.scale === fraction.length && dtype.precision === integerDigits.length + fraction.length;
  return isExact ? digits : `'${digits}'::${typeName(dtype)}`;
}

/**
 * A float literal. A number with a period or an exponent is a NUMBER, so it is cast; up to 15 digits, the cast from
 * NUMBER to FLOAT is exact.
 */
function floatLiteral(value: LiteralValue, dtype: DType): string {
  const text = bindText(value, dtype);
  const isExact = /^-?\d+(?:\.\d+)?$/.test(text) && text.replace(/\D/g, "").length <= 15 && text !== "-0";
  return isExact ? `${text}::FLOAT` : `'${text}'::FLOAT`;
}
