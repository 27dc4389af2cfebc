import { AvocetError } from "../errors.js";
import * as d from "./dtype.js";
import { INTEGER_RANGE, isArray, isDecimal, isFloat, isInteger, isMap, isStruct, isTimestamp } from "./kinds.js";
import { printDType } from "./print.js";
import { commonDType } from "./promote.js";

/**
 * A literal in canonical form, as plain JSON: integers beyond 2^53 and decimals are strings of digits, dates and times
 * ISO strings, binary hex digits, JSON values JSON text, arrays and structs arrays of values, and maps arrays of pairs.
 */
export type LiteralValue = null | boolean | number | string | readonly LiteralValue[];

const literalError = (value: unknown, dtype: d.DType, reason: string): AvocetError =>
  new AvocetError("invalid-literal", `Cannot represent ${describeValue(value)} as ${printDType(dtype)}: ${reason}`);

function describeValue(value: unknown): string {
  if (typeof value === "bigint") return `${value}n`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/**
 * Infers the dtype of a JavaScript value; not nullable unless the value is null. Integers are int64, other finite
 * numbers float64. Throws `invalid-literal` for values without a dtype.
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
        hint: `Pass the dtype if this is intended: lit(${value}, float64).`,
      });
    return d.notNull(Number.isSafeInteger(value) ? d.int64 : d.float64);
  }
  if (value instanceof Date) return d.notNull(d.timestamp("UTC"));
  if (value instanceof Uint8Array) return d.notNull(d.binary);
  if (value instanceof BigInt64Array || value instanceof BigUint64Array)
    return d.notNull(d.array(d.notNull(value instanceof BigInt64Array ? d.int64 : d.uint64)));
  if (value instanceof Float64Array || value instanceof Float32Array) return d.notNull(d.array(d.notNull(d.float64)));
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return d.notNull(d.array(d.notNull(d.int64)));
  if (Array.isArray(value)) return d.notNull(d.array(commonDTypeOf(value)));
  if (value instanceof Map)
    return d.notNull(d.map(commonDTypeOf([...value.keys()]), commonDTypeOf([...value.values()])));
  if (typeof value === "object" && [Object.prototype, null].includes(Object.getPrototypeOf(value)))
    return d.notNull(d.struct(Object.fromEntries(Object.entries(value).map(([k, v]) => [k, inferDType(v)]))));
  throw new AvocetError("invalid-literal", `Cannot infer a dtype for ${describeValue(value)}`, {
    hint: "Use null, a boolean, number, bigint, string, Date or Uint8Array, or an array, Map or plain object of these.",
  });
}

function commonDTypeOf(values: readonly unknown[]): d.DType {
  let common: d.DType = d.nullType;
  for (const value of values) {
    const widened = commonDType(common, inferDType(value));
    if (!widened)
      throw new AvocetError(
        "invalid-literal",
        `${describeValue(value)} does not fit the dtype of the preceding values, ${printDType(common)}`,
      );
    common = widened;
  }
  return common;
}

/**
 * Converts a JavaScript value to the canonical form of a literal of `dtype`. Throws `invalid-literal` if the dtype
 * cannot represent the value exactly.
 * @example literalValue(1.5, decimal(9, 2)) // "1.5"
 */
export function literalValue(value: unknown, dtype: d.DType): LiteralValue {
  if (value === null || value === undefined) {
    if (!dtype.nullable) throw literalError(value, dtype, "the dtype is not nullable");
    return null;
  }
  if (isInteger(dtype)) return integerLiteral(value, dtype);
  if (isFloat(dtype)) return floatLiteral(value, dtype);
  if (isDecimal(dtype)) return decimalText(value, dtype);
  if (isTimestamp(dtype)) return timestampText(value, dtype);
  if (isArray(dtype)) return arrayItems(value, dtype).map((v) => literalValue(v, dtype.element));
  if (isMap(dtype))
    return mapEntries(value, dtype).map(([k, v]) => [literalValue(k, dtype.key), literalValue(v, dtype.value)]);
  if (isStruct(dtype)) return structLiteral(value, dtype);
  switch (dtype.kind) {
    case "null":
      throw literalError(value, dtype, "the only value is null");
    case "bool":
      if (typeof value === "boolean") return value;
      throw literalError(value, dtype, "expected true or false");
    case "string":
      if (typeof value === "string") return value;
      throw literalError(value, dtype, "expected a string");
    case "date":
      return dateText(value, dtype);
    case "time":
      return timeText(value, dtype);
    case "binary":
      return hexDigits(value, dtype);
    case "uuid":
      return textMatching(value, dtype, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i).toLowerCase();
    case "inet":
      return textMatching(value, dtype, /^[0-9a-f.:]+(\/\d{1,3})?$/i);
    case "json":
      return jsonText(value, dtype);
    case "interval":
      return intervalParts(value, dtype);
    default:
      throw literalError(value, dtype, "this dtype has no literals");
  }
}

function integerLiteral(value: unknown, dtype: d.Integer): number | string {
  if (typeof value !== "bigint" && !(typeof value === "number" && Number.isInteger(value)))
    throw literalError(value, dtype, "expected an integer or a bigint");
  if (typeof value === "number" && !Number.isSafeInteger(value))
    throw literalError(value, dtype, "a number this large is not exact; use a bigint");
  const integer = BigInt(value);
  const [min, max] = INTEGER_RANGE[dtype.kind];
  if (integer < min || integer > max) throw literalError(value, dtype, `expected an integer from ${min} to ${max}`);
  return Number.isSafeInteger(Number(integer)) ? Number(integer) : String(integer);
}

function floatLiteral(value: unknown, dtype: d.DType): number | string {
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "number") throw literalError(value, dtype, "expected a number");
  return Number.isFinite(value) && !Object.is(value, -0) ? value : Object.is(value, -0) ? "-0" : String(value);
}

function decimalText(value: unknown, dtype: d.Decimal): string {
  const text = typeof value === "number" ? plainDigits(value) : typeof value === "bigint" ? String(value) : value;
  const match = typeof text === "string" ? /^(-?)0*(\d+)(?:\.(\d*?)0*)?$/.exec(text) : null;
  if (!match) throw literalError(value, dtype, "expected a number, a bigint or a string of digits such as '12.50'");
  const [, sign = "", integerPart = "", fraction = ""] = match;
  if (fraction.length > dtype.scale || (integerPart === "0" ? 0 : integerPart.length) > dtype.precision - dtype.scale)
    throw literalError(value, dtype, "it has too many digits for the precision and scale");
  return sign + integerPart + (fraction ? `.${fraction}` : "");
}

/** Prints a number without an exponent, with the fewest digits that identify the double. */
function plainDigits(value: number): string {
  const [mantissa = "", exponent] = String(value).split("e");
  if (exponent === undefined) return mantissa;
  const [integerPart = "", fraction = ""] = mantissa.replace("-", "").split(".");
  const shift = Number(exponent);
  const digits = integerPart + fraction;
  const point = integerPart.length + shift;
  const text =
    point <= 0
      ? `0.${"0".repeat(-point)}${digits}`
      : `${digits.padEnd(point, "0").slice(0, point)}.${digits.slice(point)}`;
  return (value < 0 ? "-" : "") + text.replace(/\.$/, "");
}

/** The narrowest decimal dtype for a finite number, by the digits that JavaScript prints. */
export function narrowestDecimal(value: number): d.Decimal {
  const [integerPart = "", fraction = ""] = plainDigits(Math.abs(value)).split(".");
  return d.decimal(Math.max(1, integerPart.length + fraction.length), fraction.length);
}

const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const ISO_TIME = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?$/;

/** Whether the text is a date `YYYY-MM-DD` that exists in the proleptic Gregorian calendar. */
function isCalendarDate(text: string): boolean {
  const [, year, month, day] = (ISO_DATE.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined || day < 1) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (month === 2 && leap ? 29 : (DAYS_OF_MONTH[month - 1] ?? 0));
}
const DAYS_OF_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function dateText(value: unknown, dtype: d.DType): string {
  const text = value instanceof Date ? isoOf(value, dtype).slice(0, 10) : value;
  if (typeof text !== "string" || !isCalendarDate(text))
    throw literalError(value, dtype, "expected a valid date 'YYYY-MM-DD'");
  return text;
}

function timeText(value: unknown, dtype: d.DType): string {
  const match = typeof value === "string" ? ISO_TIME.exec(value) : null;
  const [, hours = "", minutes = "", seconds = "00", fraction = ""] = match ?? [];
  if (!match || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59 || fraction.length > 6)
    throw literalError(value, dtype, "expected a time 'HH:MM:SS' with at most six fractional digits");
  return `${hours}:${minutes}:${seconds}${fraction ? `.${fraction}` : ""}`;
}

function timestampText(value: unknown, dtype: d.Timestamp): string {
  const text = value instanceof Date ? isoOf(value, dtype).replace(/\.000Z$/, "Z") : value;
  const match = typeof text === "string" ? /^([\d-]{10})(?:[T ]([\d:.]+))?(Z|[+-]\d{2}:\d{2})?$/.exec(text) : null;
  const [, day = "", timeOfDay = "00:00:00", offset] = match ?? [];
  if (!match || !isCalendarDate(day) || !ISO_TIME.test(timeOfDay))
    throw literalError(value, dtype, "expected a Date or an ISO string such as '2026-01-31T12:00:00'");
  if (dtype.zone === null) {
    if (offset && !(value instanceof Date))
      throw literalError(value, dtype, "a timestamp without a time zone has no UTC offset");
    return `${day}T${timeText(timeOfDay, d.time)}`;
  }
  if (offset && offset !== "Z") {
    const fraction = /\.\d+/.exec(timeOfDay)?.[0] ?? "";
    const instant = new Date(`${day}T${timeOfDay.replace(fraction, "")}${offset}`);
    return `${instant.toISOString().slice(0, 19)}${fraction}Z`;
  }
  return `${day}T${timeText(timeOfDay, d.time)}Z`;
}

function isoOf(value: Date, dtype: d.DType): string {
  if (Number.isNaN(value.getTime())) throw literalError(value, dtype, "the Date is invalid");
  const text = value.toISOString();
  if (text.length !== 24) throw literalError(value, dtype, "the year must be 0000 to 9999");
  return text;
}

function hexDigits(value: unknown, dtype: d.DType): string {
  if (!(value instanceof Uint8Array)) throw literalError(value, dtype, "expected a Uint8Array");
  return Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function textMatching(value: unknown, dtype: d.DType, pattern: RegExp): string {
  if (typeof value !== "string" || !pattern.test(value))
    throw literalError(value, dtype, `expected a valid ${dtype.kind} string`);
  return value;
}

function jsonText(value: unknown, dtype: d.DType): string {
  const text = JSON.stringify(value);
  if (text === undefined) throw literalError(value, dtype, "JSON cannot represent it");
  return text;
}

const INTERVAL_FIELDS = ["months", "days", "micros"] as const;

function intervalParts(value: unknown, dtype: d.DType): readonly number[] {
  if (typeof value !== "object" || value === null)
    throw literalError(value, dtype, "expected { months, days, micros }");
  const fieldValues = new Map(Object.entries(value));
  for (const name of fieldValues.keys())
    if (!INTERVAL_FIELDS.some((field) => field === name))
      throw literalError(value, dtype, `an interval has no field ${JSON.stringify(name)}`);
  return INTERVAL_FIELDS.map((field) => {
    const amount: unknown = fieldValues.get(field) ?? 0;
    if (typeof amount !== "number" || !Number.isSafeInteger(amount))
      throw literalError(value, dtype, `${field} must be an integer`);
    if (field !== "micros" && Math.abs(amount) >= 2 ** 31)
      throw literalError(value, dtype, `${field} must fit in 32 bits`);
    return amount;
  });
}

function arrayItems(value: unknown, dtype: d.DType): readonly unknown[] {
  if (Array.isArray(value)) return value;
  // A typed array.
  if (ArrayBuffer.isView(value) && Symbol.iterator in value) return Array.from(value as unknown as Iterable<unknown>);
  throw literalError(value, dtype, "expected an array");
}

function mapEntries(value: unknown, dtype: d.DType): readonly (readonly [unknown, unknown])[] {
  if (value instanceof Map) return [...value];
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return Object.entries(value);
  throw literalError(value, dtype, "expected a Map or an object");
}

function structLiteral(value: unknown, dtype: d.StructType): readonly LiteralValue[] {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw literalError(value, dtype, "expected an object");
  const fieldValues = new Map<string, unknown>(Object.entries(value));
  for (const name of fieldValues.keys())
    if (!Object.hasOwn(dtype.fields, name))
      throw literalError(value, dtype, `the struct has no field ${JSON.stringify(name)}`);
  return Object.entries(dtype.fields).map(([name, field]) => literalValue(fieldValues.get(name), field));
}
