import * as d from "./dtype.js";
import { isArray, isDecimal, isFloat, isInteger, isMap, isNumeric, isStruct, isTimestamp } from "./kinds.js";
import { printDType } from "./print.js";

type NumericClass = "integer" | "decimal" | "float";
/** The numeric class of each numeric kind. */
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
/**
 * The dtype of `+`, `-`, `*` and `%`: float64 if either operand is a float, else decimal if either is a decimal, else
 * int64.
 */
export type Promote<A extends d.Numeric, B extends d.Numeric> = Arithmetic<
  d.Or<A["nullable"], B["nullable"]>
>[NumericClasses[A["kind"]]][NumericClasses[B["kind"]]];

const numericClassOf = (dtype: d.DType): NumericClass =>
  isInteger(dtype) ? "integer" : isDecimal(dtype) ? "decimal" : "float";
const digitsOf = (dtype: d.DType): { precision: number; scale: number } => {
  if (isDecimal(dtype)) return dtype;
  return {
    precision: { int8: 3, uint8: 3, int16: 5, uint16: 5, int32: 10, uint32: 10 }[dtype.kind as string] ?? 19,
    scale: 0,
  };
};
const boundedDecimal = (precision: number, scale: number): d.Decimal => {
  const width = Math.min(precision, d.MAX_PRECISION);
  return d.decimal(width, Math.min(scale, width));
};

/** The dtype of a sum, difference or remainder of two numbers. */
export function additive(a: d.DType, b: d.DType): d.DType {
  const [classA, classB] = [numericClassOf(a), numericClassOf(b)];
  if (classA === "float" || classB === "float") return d.float64;
  if (classA === "integer" && classB === "integer") return d.int64;
  const [digitsA, digitsB] = [digitsOf(a), digitsOf(b)];
  const scale = Math.max(digitsA.scale, digitsB.scale);
  return boundedDecimal(
    Math.max(digitsA.precision - digitsA.scale, digitsB.precision - digitsB.scale) + scale + 1,
    scale,
  );
}

/** The dtype of a product of two numbers; for decimals, precisions and scales add up as in SQL. */
export function multiplicative(a: d.DType, b: d.DType): d.DType {
  const [classA, classB] = [numericClassOf(a), numericClassOf(b)];
  if (classA === "float" || classB === "float") return d.float64;
  if (classA === "integer" && classB === "integer") return d.int64;
  const [digitsA, digitsB] = [digitsOf(a), digitsOf(b)];
  return boundedDecimal(digitsA.precision + digitsB.precision, digitsA.scale + digitsB.scale);
}

/**
 * The dtype of the aggregate `sum`: int64 for integers and bools, the widest decimal for decimals, float64 for floats.
 */
export function sumDType(dtype: d.DType): d.DType {
  if (isDecimal(dtype)) return d.decimal(d.MAX_PRECISION, dtype.scale);
  return isInteger(dtype) || dtype.kind === "bool" ? d.int64 : d.float64;
}

/**
 * The common dtype of two dtypes, used to compare and combine their values; undefined if there is none. Nullable if
 * either dtype is.
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
  const [digitsA, digitsB] = [digitsOf(a), digitsOf(b)];
  const scale = Math.max(digitsA.scale, digitsB.scale);
  return boundedDecimal(Math.max(digitsA.precision - digitsA.scale, digitsB.precision - digitsB.scale) + scale, scale);
}

function commonStruct(a: d.StructType, b: d.StructType): d.DType | undefined {
  const names = Object.keys(a.fields);
  if (names.join("\0") !== Object.keys(b.fields).join("\0")) return undefined;
  const fields: Record<string, d.DType> = {};
  for (const name of names) {
    const [fieldA, fieldB] = [a.fields[name], b.fields[name]];
    const field = fieldA && fieldB && commonDType(fieldA, fieldB);
    if (!field) return undefined;
    fields[name] = field;
  }
  return d.struct(fields);
}

/** Whether values of two dtypes can be compared: they have a common dtype. */
export const areComparable = (a: d.DType, b: d.DType): boolean => commonDType(a, b) !== undefined;

/** Whether two dtypes are equal, ignoring nullability. */
export const sameDType = (a: d.DType, b: d.DType): boolean =>
  a === b || printDType(d.nullable(a)) === printDType(d.nullable(b));
