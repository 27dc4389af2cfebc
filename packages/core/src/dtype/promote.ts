import * as d from "./dtype.js";
import { isArray, isDecimal, isFloat, isInteger, isMap, isNumeric, isStruct, isTimestamp } from "./kinds.js";
import { printDType } from "./print.js";

type NumericClass = "integer" | "decimal" | "float";
/** Which of the three families of numbers a kind belongs to. */
export interface NumericClasses {
  int8: "integer";
  int16: "integer";
  int32: "integer";
  int64: "integer";
  uint8: "integer";
  uint16: "integer";
  uint32: "integer";
  uint64: "integer";
  float32: "float";
  float64: "float";
  decimal: "decimal";
}
interface Arithmetic<N extends boolean> {
  integer: { integer: d.Int64<N>; decimal: d.Decimal<N>; float: d.Float64<N> };
  decimal: { integer: d.Decimal<N>; decimal: d.Decimal<N>; float: d.Float64<N> };
  float: { integer: d.Float64<N>; decimal: d.Float64<N>; float: d.Float64<N> };
}
/** The dtype of `+`, `-`, `*` and of remainders: int64 for integers, decimal with a decimal, float64 with a float. */
export type Promote<A extends d.Numeric, B extends d.Numeric> = Arithmetic<
  d.Or<A["nullable"], B["nullable"]>
>[NumericClasses[A["kind"]]][NumericClasses[B["kind"]]];

const classOf = (t: d.DType): NumericClass => (isInteger(t) ? "integer" : isDecimal(t) ? "decimal" : "float");
const digits = (t: d.DType): { precision: number; scale: number } => {
  if (isDecimal(t)) return t;
  return {
    precision: { int8: 3, uint8: 3, int16: 5, uint16: 5, int32: 10, uint32: 10 }[t.kind as string] ?? 19,
    scale: 0,
  };
};
const fitted = (precision: number, scale: number): d.Decimal => {
  const width = Math.min(precision, d.MAX_PRECISION);
  return d.decimal(width, Math.min(scale, width));
};

/** The dtype of a sum, difference or remainder of two numbers. */
export function additive(a: d.DType, b: d.DType): d.DType {
  const [x, y] = [classOf(a), classOf(b)];
  if (x === "float" || y === "float") return d.float64;
  if (x === "integer" && y === "integer") return d.int64;
  const [p, q] = [digits(a), digits(b)];
  const scale = Math.max(p.scale, q.scale);
  return fitted(Math.max(p.precision - p.scale, q.precision - q.scale) + scale + 1, scale);
}

/** The dtype of a product of two numbers; the digits of a decimal add up, as in SQL. */
export function multiplicative(a: d.DType, b: d.DType): d.DType {
  const [x, y] = [classOf(a), classOf(b)];
  if (x === "float" || y === "float") return d.float64;
  if (x === "integer" && y === "integer") return d.int64;
  const [p, q] = [digits(a), digits(b)];
  return fitted(p.precision + q.precision, p.scale + q.scale);
}

/** The dtype of a sum of many: int64 for integers and bools, the widest decimal for decimals, float64 for floats. */
export function sumDType(dtype: d.DType): d.DType {
  if (isDecimal(dtype)) return d.decimal(d.MAX_PRECISION, dtype.scale);
  return isInteger(dtype) || dtype.kind === "bool" ? d.int64 : d.float64;
}

/**
 * The dtype that holds the values of both without loss, or undefined where there is none. Nullable if either is.
 * @example commonDType(int8, float64) // float64
 */
export function commonDType(a: d.DType, b: d.DType): d.DType | undefined {
  const base = commonBase(a, b);
  return base && d.withNull(base, a.nullable || b.nullable);
}

function commonBase(a: d.DType, b: d.DType): d.DType | undefined {
  if (a.kind === "null") return b;
  if (b.kind === "null") return a;
  if (isNumeric(a) && isNumeric(b)) return commonNumber(a, b);
  if (isTimestamp(a) && isTimestamp(b))
    return (a.zone === null) === (b.zone === null) ? d.timestamp(a.zone, Math.max(a.scale, b.scale)) : undefined;
  if (a.kind === "date" && isTimestamp(b)) return b.zone === null ? b : undefined;
  if (b.kind === "date" && isTimestamp(a)) return a.zone === null ? a : undefined;
  if (isArray(a) && isArray(b)) {
    const element = commonDType(a.element, b.element);
    return element && d.array(element);
  }
  if (isMap(a) && isMap(b)) {
    const [key, value] = [commonDType(a.key, b.key), commonDType(a.value, b.value)];
    return key && value && d.map(key, value);
  }
  if (isStruct(a) && isStruct(b)) return commonStruct(a, b);
  return a.kind === b.kind ? a : undefined;
}

function commonNumber(a: d.DType, b: d.DType): d.DType {
  if (isDecimal(a) && isDecimal(b) && a.precision === b.precision && a.scale === b.scale) return a;
  if (!isDecimal(a) && a.kind === b.kind) return a;
  if (isFloat(a) || isFloat(b)) return d.float64;
  if (isInteger(a) && isInteger(b)) return d.int64;
  const [p, q] = [digits(a), digits(b)];
  const scale = Math.max(p.scale, q.scale);
  return fitted(Math.max(p.precision - p.scale, q.precision - q.scale) + scale, scale);
}

function commonStruct(a: d.StructType, b: d.StructType): d.DType | undefined {
  const names = Object.keys(a.fields);
  if (names.join("\0") !== Object.keys(b.fields).join("\0")) return undefined;
  const fields: Record<string, d.DType> = {};
  for (const name of names) {
    const [x, y] = [a.fields[name], b.fields[name]];
    const field = x && y && commonDType(x, y);
    if (!field) return undefined;
    fields[name] = field;
  }
  return d.struct(fields);
}

/** True where values of the two may be compared: numbers with numbers, naive times with naive times, else like with like. */
export const comparable = (a: d.DType, b: d.DType): boolean => commonDType(a, b) !== undefined;

/** Equal in all but nullability. */
export const sameDType = (a: d.DType, b: d.DType): boolean =>
  a === b || printDType(d.nullable(a)) === printDType(d.nullable(b));
