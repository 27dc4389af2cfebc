import type { Decimal, DType, LiteralValue } from "@avocet/core";
import { AvocetError, isArray, isDecimal, isFloat, isInteger, isMap, isStruct, isTimestamp } from "@avocet/core";
import { bindText } from "./bind.js";
import { typeName } from "./types.js";

const MOST = 255;
/** An identifier in double quotes, those inside doubled: it keeps its case, where a bare one would be in upper case. */
export function quote(identifier: string): string {
  if (identifier === "" || identifier.includes("\0"))
    throw new AvocetError("invalid-argument", "a name in Snowflake is not empty and holds no character U+0000");
  if (identifier.length > MOST && [...identifier].length > MOST)
    throw new AvocetError("invalid-argument", `a name in Snowflake has at most ${MOST} characters: ${identifier}`, {
      hint: "Give the column, the table or the query a shorter name.",
    });
  return `"${identifier.replaceAll('"', '""')}"`;
}

const quoted = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
/** A string in single quotes, in which a backslash begins an escape: it is doubled, as quotes are. */
export function stringLiteral(text: string): string {
  if (!text.includes("\0")) return quoted(text);
  return `(${text.split("\0").map(quoted).join(" || CHR(0) || ")})`;
}

/** A literal as Snowflake reads it: of its own dtype even where nothing beside it says which. */
export function literal(value: LiteralValue, dtype: DType): string {
  if (value === null) return dtype.kind === "null" ? "NULL" : `CAST(NULL AS ${typeName(dtype)})`;
  if (isInteger(dtype)) return integerLiteral(String(value));
  if (isFloat(dtype)) return floatLiteral(value, dtype);
  if (isDecimal(dtype)) return decimalLiteral(String(value), dtype);
  if (isTimestamp(dtype)) return `${quoted(bindText(value, dtype))}::${typeName(dtype)}`;
  if (isArray(dtype))
    return call(
      "ARRAY_CONSTRUCT",
      list(value).map((item) => nested(item, dtype.element)),
    );
  if (isMap(dtype)) {
    const entries = list(value).map(list);
    const parts = entries.flatMap(([k = null, v = null]) => [
      stringLiteral(bindText(k, dtype.key)),
      nested(v, dtype.value),
    ]);
    return call("OBJECT_CONSTRUCT_KEEP_NULL", parts);
  }
  if (isStruct(dtype)) {
    const values = list(value);
    const parts = Object.entries(dtype.fields).flatMap(([name, field], i) => [
      stringLiteral(name),
      nested(values[i] ?? null, field),
    ]);
    return call("OBJECT_CONSTRUCT_KEEP_NULL", parts);
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
      return call("ARRAY_CONSTRUCT", list(value).map(String));
    default:
      return stringLiteral(String(value));
  }
}

const list = (value: LiteralValue): readonly LiteralValue[] => (Array.isArray(value) ? value : []);
const call = (name: string, args: readonly string[]): string => `${name}(${args.join(", ")})`;
const IN_TEXT: ReadonlySet<DType["kind"]> = new Set(["date", "time", "timestamp", "binary"]);
/** A literal inside of an array or object: dates, times and bytes are kept there as text. */
function nested(value: LiteralValue, dtype: DType): string {
  if (value === null) return "NULL";
  return IN_TEXT.has(dtype.kind) ? quoted(bindText(value, dtype, "nested")) : literal(value, dtype);
}

function integerLiteral(digits: string): string {
  if (!/^-?\d+$/.test(digits)) throw new TypeError(`not an integer: ${digits}`);
  return digits;
}

/** Digits with a point are a NUMBER of just these digits; any other is cast. */
function decimalLiteral(digits: string, dtype: Decimal<boolean>): string {
  const [, whole, fraction = ""] = /^-?(\d+)(?:\.(\d+))?$/.exec(digits) ?? [];
  if (whole === undefined) throw new TypeError(`not a decimal: ${digits}`);
  const plain = dtype.scale === fraction.length && dtype.precision === whole.length + fraction.length;
  return plain ? digits : `'${digits}'::${typeName(dtype)}`;
}

/** A number with a point, or with an exponent, is a NUMBER; the nearest FLOAT of up to 15 digits is the one that is meant. */
function floatLiteral(value: LiteralValue, dtype: DType): string {
  const text = bindText(value, dtype);
  const short = /^-?\d+(?:\.\d+)?$/.test(text) && text.replace(/\D/g, "").length <= 15 && text !== "-0";
  return short ? `${text}::FLOAT` : `'${text}'::FLOAT`;
}
