import { AvocetError } from "../errors.js";
import * as d from "./dtype.js";
import { INTEGER_RANGE, isArray, isDecimal, isFloat, isInteger, isMap, isStruct, isTimestamp } from "./kinds.js";
import { printDType } from "./print.js";
import { commonDType } from "./promote.js";

/**
 * A literal as plain JSON: integers beyond 2^53 and decimals as digits, times as ISO text, binary as hex digits, JSON as text, arrays
 * and structs as arrays of values, maps as arrays of pairs.
 */
export type LiteralValue = null | boolean | number | string | readonly LiteralValue[];

const fail = (value: unknown, dtype: d.DType, why: string): AvocetError =>
  new AvocetError("invalid-literal", `${show(value)} is not a value of ${printDType(dtype)}: ${why}`);

function show(value: unknown): string {
  if (typeof value === "bigint") return `${value}n`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/**
 * The dtype of a JavaScript value, not nullable unless it is null. Whole numbers are int64, other finite numbers float64.
 * @example inferDType([1, null]) // notNull(array(int64))
 */
export function inferDType(value: unknown): d.DType {
  if (value === null || value === undefined) return d.nullType;
  if (typeof value === "boolean") return d.notNull(d.bool);
  if (typeof value === "string") return d.notNull(d.string);
  if (typeof value === "bigint") return d.notNull(value > INTEGER_RANGE.int64[1] ? d.uint64 : d.int64);
  if (typeof value === "number") {
    if (!Number.isFinite(value))
      throw new AvocetError("invalid-literal", `${value} is not a finite number`, {
        hint: `If it is meant, say so with its dtype: lit(${value}, float64).`,
      });
    return d.notNull(Number.isSafeInteger(value) ? d.int64 : d.float64);
  }
  if (value instanceof Date) return d.notNull(d.timestamp("UTC"));
  if (value instanceof Uint8Array) return d.notNull(d.binary);
  if (value instanceof BigInt64Array || value instanceof BigUint64Array)
    return d.notNull(d.array(d.notNull(value instanceof BigInt64Array ? d.int64 : d.uint64)));
  if (value instanceof Float64Array || value instanceof Float32Array) return d.notNull(d.array(d.notNull(d.float64)));
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return d.notNull(d.array(d.notNull(d.int64)));
  if (Array.isArray(value)) return d.notNull(d.array(commonOf(value)));
  if (value instanceof Map) return d.notNull(d.map(commonOf([...value.keys()]), commonOf([...value.values()])));
  if (typeof value === "object" && [Object.prototype, null].includes(Object.getPrototypeOf(value)))
    return d.notNull(d.struct(Object.fromEntries(Object.entries(value).map(([k, v]) => [k, inferDType(v)]))));
  throw new AvocetError("invalid-literal", `no dtype can be found for ${show(value)}`, {
    hint: "Literals are null, booleans, numbers, bigints, strings, Dates, byte arrays, and arrays, Maps and plain objects of these.",
  });
}

function commonOf(values: readonly unknown[]): d.DType {
  let common: d.DType = d.nullType;
  for (const value of values) {
    const next = commonDType(common, inferDType(value));
    if (!next)
      throw new AvocetError(
        "invalid-literal",
        `${show(value)} has another dtype than the values before it (${printDType(common)})`,
      );
    common = next;
  }
  return common;
}

/**
 * The canonical form of a JavaScript value as a literal of `dtype`. Refuses what the dtype cannot hold exactly.
 * @example literalValue(1.5, decimal(9, 2)) // "1.5"
 */
export function literalValue(value: unknown, dtype: d.DType): LiteralValue {
  if (value === null || value === undefined) {
    if (!dtype.nullable) throw fail(value, dtype, "it is NULL");
    return null;
  }
  if (isInteger(dtype)) return integer(value, dtype);
  if (isFloat(dtype)) return float(value, dtype);
  if (isDecimal(dtype)) return decimalText(value, dtype);
  if (isTimestamp(dtype)) return timestampText(value, dtype);
  if (isArray(dtype)) return list(value, dtype).map((v) => literalValue(v, dtype.element));
  if (isMap(dtype))
    return pairs(value, dtype).map(([k, v]) => [literalValue(k, dtype.key), literalValue(v, dtype.value)]);
  if (isStruct(dtype)) return record(value, dtype);
  switch (dtype.kind) {
    case "null":
      throw fail(value, dtype, "the only value is null");
    case "bool":
      if (typeof value === "boolean") return value;
      throw fail(value, dtype, "wanted true or false");
    case "string":
      if (typeof value === "string") return value;
      throw fail(value, dtype, "wanted a string");
    case "date":
      return dateText(value, dtype);
    case "time":
      return timeText(value, dtype);
    case "binary":
      return hex(value, dtype);
    case "uuid":
      return matching(value, dtype, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i).toLowerCase();
    case "inet":
      return matching(value, dtype, /^[0-9a-f.:]+(\/\d{1,3})?$/i);
    case "json":
      return jsonText(value, dtype);
    case "interval":
      return intervalParts(value, dtype);
    default:
      throw fail(value, dtype, "there are no literals of it");
  }
}

function integer(value: unknown, dtype: d.Integer): number | string {
  if (typeof value !== "bigint" && !(typeof value === "number" && Number.isInteger(value)))
    throw fail(value, dtype, "wanted a whole number or a bigint");
  if (typeof value === "number" && !Number.isSafeInteger(value))
    throw fail(value, dtype, "a number this large is not exact; write it as a bigint");
  const exact = BigInt(value);
  const [least, most] = INTEGER_RANGE[dtype.kind];
  if (exact < least || exact > most) throw fail(value, dtype, `it holds ${least} to ${most}`);
  return Number.isSafeInteger(Number(exact)) ? Number(exact) : String(exact);
}

function float(value: unknown, dtype: d.DType): number | string {
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "number") throw fail(value, dtype, "wanted a number");
  return Number.isFinite(value) && !Object.is(value, -0) ? value : Object.is(value, -0) ? "-0" : String(value);
}

function decimalText(value: unknown, dtype: d.Decimal): string {
  const text = typeof value === "number" ? plainDigits(value) : typeof value === "bigint" ? String(value) : value;
  const parts = typeof text === "string" ? /^(-?)0*(\d+)(?:\.(\d*?)0*)?$/.exec(text) : null;
  if (!parts) throw fail(value, dtype, "wanted a number, a bigint or digits such as '12.50'");
  const [, sign = "", whole = "", fraction = ""] = parts;
  if (fraction.length > dtype.scale || (whole === "0" ? 0 : whole.length) > dtype.precision - dtype.scale)
    throw fail(value, dtype, "it has too many digits");
  return sign + whole + (fraction ? `.${fraction}` : "");
}

/** A number without an exponent, in the fewest digits that give the same double. */
function plainDigits(value: number): string {
  const [mantissa = "", exponent] = String(value).split("e");
  if (exponent === undefined) return mantissa;
  const [whole = "", fraction = ""] = mantissa.replace("-", "").split(".");
  const shift = Number(exponent);
  const all = whole + fraction;
  const point = whole.length + shift;
  const text =
    point <= 0 ? `0.${"0".repeat(-point)}${all}` : `${all.padEnd(point, "0").slice(0, point)}.${all.slice(point)}`;
  return (value < 0 ? "-" : "") + text.replace(/\.$/, "");
}

/** The narrowest decimal dtype that holds a finite number as it is written. */
export function decimalOf(value: number): d.Decimal {
  const [whole = "", fraction = ""] = plainDigits(Math.abs(value)).split(".");
  return d.decimal(Math.max(1, whole.length + fraction.length), fraction.length);
}

const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const ISO_TIME = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?$/;

/** A day of the proleptic Gregorian calendar. */
function realDate(text: string): boolean {
  const [, year, month, day] = (ISO_DATE.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined || day < 1) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (month === 2 && leap ? 29 : (DAYS_OF_MONTH[month - 1] ?? 0));
}
const DAYS_OF_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function dateText(value: unknown, dtype: d.DType): string {
  const text = value instanceof Date ? isoOf(value, dtype).slice(0, 10) : value;
  if (typeof text !== "string" || !realDate(text))
    throw fail(value, dtype, "wanted a date of the calendar as 'YYYY-MM-DD'");
  return text;
}

function timeText(value: unknown, dtype: d.DType): string {
  const parts = typeof value === "string" ? ISO_TIME.exec(value) : null;
  const [, h = "", m = "", s = "00", fraction = ""] = parts ?? [];
  if (!parts || Number(h) > 23 || Number(m) > 59 || Number(s) > 59 || fraction.length > 6)
    throw fail(value, dtype, "wanted a time of day as 'HH:MM:SS' with at most six more digits");
  return `${h}:${m}:${s}${fraction ? `.${fraction}` : ""}`;
}

function timestampText(value: unknown, dtype: d.Timestamp): string {
  const text = value instanceof Date ? isoOf(value, dtype).replace(/\.000Z$/, "Z") : value;
  const parts = typeof text === "string" ? /^([\d-]{10})(?:[T ]([\d:.]+))?(Z|[+-]\d{2}:\d{2})?$/.exec(text) : null;
  const [, day = "", clock = "00:00:00", offset] = parts ?? [];
  if (!parts || !realDate(day) || !ISO_TIME.test(clock))
    throw fail(value, dtype, "wanted a Date or ISO text such as '2026-01-31T12:00:00'");
  if (dtype.zone === null) {
    if (offset && !(value instanceof Date)) throw fail(value, dtype, "wall-clock time has no offset");
    return `${day}T${timeText(clock, d.time)}`;
  }
  if (offset && offset !== "Z") {
    const fraction = /\.\d+/.exec(clock)?.[0] ?? "";
    const instant = new Date(`${day}T${clock.replace(fraction, "")}${offset}`);
    return `${instant.toISOString().slice(0, 19)}${fraction}Z`;
  }
  return `${day}T${timeText(clock, d.time)}Z`;
}

function isoOf(value: Date, dtype: d.DType): string {
  if (Number.isNaN(value.getTime())) throw fail(value, dtype, "the Date is invalid");
  const text = value.toISOString();
  if (text.length !== 24) throw fail(value, dtype, "years are 0000 to 9999");
  return text;
}

function hex(value: unknown, dtype: d.DType): string {
  if (!(value instanceof Uint8Array)) throw fail(value, dtype, "wanted a Uint8Array");
  return Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function matching(value: unknown, dtype: d.DType, pattern: RegExp): string {
  if (typeof value !== "string" || !pattern.test(value)) throw fail(value, dtype, "it is written otherwise");
  return value;
}

function jsonText(value: unknown, dtype: d.DType): string {
  const text = JSON.stringify(value);
  if (text === undefined) throw fail(value, dtype, "JSON has no such value");
  return text;
}

const INTERVAL_PARTS = ["months", "days", "micros"] as const;

function intervalParts(value: unknown, dtype: d.DType): readonly number[] {
  if (typeof value !== "object" || value === null) throw fail(value, dtype, "wanted { months, days, micros }");
  const given = new Map(Object.entries(value));
  for (const name of given.keys())
    if (!INTERVAL_PARTS.some((part) => part === name)) throw fail(value, dtype, `there is no part ${name}`);
  return INTERVAL_PARTS.map((part) => {
    const amount: unknown = given.get(part) ?? 0;
    if (typeof amount !== "number" || !Number.isSafeInteger(amount))
      throw fail(value, dtype, `${part} is a whole number`);
    if (part !== "micros" && Math.abs(amount) >= 2 ** 31) throw fail(value, dtype, `${part} has 32 bits`);
    return amount;
  });
}

function list(value: unknown, dtype: d.DType): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (ArrayBuffer.isView(value) && Symbol.iterator in value) return Array.from(value as unknown as Iterable<unknown>); // a typed array
  throw fail(value, dtype, "wanted an array");
}

function pairs(value: unknown, dtype: d.DType): readonly (readonly [unknown, unknown])[] {
  if (value instanceof Map) return [...value];
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return Object.entries(value);
  throw fail(value, dtype, "wanted a Map or an object");
}

function record(value: unknown, dtype: d.StructType): readonly LiteralValue[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw fail(value, dtype, "wanted an object");
  const given = new Map<string, unknown>(Object.entries(value));
  for (const name of given.keys())
    if (!Object.hasOwn(dtype.fields, name)) throw fail(value, dtype, `it has no field ${name}`);
  return Object.entries(dtype.fields).map(([name, field]) => literalValue(given.get(name), field));
}
