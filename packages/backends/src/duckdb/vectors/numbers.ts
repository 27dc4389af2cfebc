import type { Decimal, DType, Integer } from "@avocet/core";
import { AvocetError, printDType } from "@avocet/core";
import type { VectorArray } from "@avocet/core/backend";
import { INTEGER_RANGE, vector } from "@avocet/core/backend";
import type { DuckDBType } from "@duckdb/node-api";
import { DuckDBTypeId as Id } from "@duckdb/node-api";
import type { NativeVector } from "./bindings.js";
import type { Reader } from "./source.js";
import { isValid, validityOf, viewOf } from "./source.js";

type ArrayClass = (new (length: number) => VectorArray) & Parameters<typeof viewOf>[2];

const ARRAY_BY_TYPE: ReadonlyMap<Id, ArrayClass> = new Map<Id, ArrayClass>([
  [Id.TINYINT, Int8Array],
  [Id.SMALLINT, Int16Array],
  [Id.INTEGER, Int32Array],
  [Id.BIGINT, BigInt64Array],
  [Id.UTINYINT, Uint8Array],
  [Id.USMALLINT, Uint16Array],
  [Id.UINTEGER, Uint32Array],
  [Id.UBIGINT, BigUint64Array],
  [Id.FLOAT, Float32Array],
  [Id.DOUBLE, Float64Array],
]);
const ARRAY_BY_KIND: Readonly<Record<string, ArrayClass>> = {
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  float32: Float32Array,
  float64: Float64Array,
};
const isFloating = ({ typeId }: DuckDBType): boolean => typeId === Id.FLOAT || typeId === Id.DOUBLE;

/** Returns the unscaled value of a row. */
type ExactValues = (row: number) => bigint;

/** The scale and the unscaled values of an exact numeric type; null for other types. */
function exactSource(
  type: DuckDBType,
): { readonly scale: number; of(raw: NativeVector, count: number): ExactValues } | null {
  const SourceArray = ARRAY_BY_TYPE.get(type.typeId);
  if (SourceArray && !isFloating(type))
    return {
      scale: 0,
      of(raw, count) {
        const view = viewOf(raw, count, SourceArray);
        return (row) => BigInt(view[row] ?? 0);
      },
    };
  const signed = type.typeId !== Id.UHUGEINT;
  const scale = type.typeId === Id.DECIMAL ? type.scale : 0;
  const NarrowArray = type.typeId === Id.DECIMAL ? decimalClass(type.width) : null;
  if (NarrowArray)
    return {
      scale,
      of(raw, count) {
        const view = viewOf(raw, count, NarrowArray);
        return (row) => BigInt(view[row] ?? 0);
      },
    };
  if (type.typeId !== Id.DECIMAL && type.typeId !== Id.HUGEINT && signed) return null;
  return {
    scale,
    of(raw, count) {
      const view = viewOf(raw, count * 2, BigUint64Array);
      return (row) => {
        const high = view[row * 2 + 1] ?? 0n;
        return ((signed ? BigInt.asIntN(64, high) : high) << 64n) | (view[row * 2] ?? 0n);
      };
    },
  };
}

/** The storage of a decimal of `width` digits; null for 128 bits. */
const decimalClass = (width: number): ArrayClass | null =>
  width <= 4 ? Int16Array : width <= 9 ? Int32Array : width <= 18 ? BigInt64Array : null;

/** Creates the reader of integers and floats from any numeric type. Null if the type is not convertible. */
export function numberReader(type: DuckDBType, dtype: DType, column: string): Reader | null {
  const TargetArray = ARRAY_BY_KIND[dtype.kind];
  const SourceArray = ARRAY_BY_TYPE.get(type.typeId);
  if (!TargetArray) return null;
  if (SourceArray === TargetArray) return (raw, count) => copyValues(raw, count, TargetArray);
  const floating = TargetArray === Float32Array || TargetArray === Float64Array;
  if (SourceArray && isFloating(type))
    return floating
      ? (raw, count) => convertValues(raw, count, TargetArray, SourceArray, (value) => Number(value))
      : null;
  const exact = exactSource(type);
  if (!exact) return null;
  const unit = 10 ** exact.scale;
  if (floating)
    return (raw, count) =>
      convertExactValues(raw, count, TargetArray, exact.of(raw, count), (value) => quotient(value, unit, exact.scale));
  if (exact.scale !== 0) return null;
  const range = INTEGER_RANGE[(dtype as Integer).kind]; // all other dtypes here are integers
  const convert = (value: bigint): bigint | number => {
    if (value < range[0] || value > range[1]) throw outOfRangeError(value, dtype, column);
    return TargetArray === BigInt64Array || TargetArray === BigUint64Array ? value : Number(value);
  };
  return (raw, count) => convertExactValues(raw, count, TargetArray, exact.of(raw, count), convert);
}

/** The double nearest to a decimal. The quotient of two exact doubles is correctly rounded; other digits are parsed. */
const quotient = (value: bigint, unit: number, scale: number): number =>
  scale <= 22 && Number.isSafeInteger(Number(value)) ? Number(value) / unit : Number(`${value}e-${scale}`);

const outOfRangeError = (value: bigint, dtype: DType, column: string): AvocetError =>
  new AvocetError(
    "value-out-of-range",
    `The value ${value} in the column \`${column}\` is out of range for ${printDType(dtype)}`,
    {
      hint: "Cast the column to a wider dtype or to string.",
    },
  );

function copyValues(raw: NativeVector, count: number, TargetArray: ArrayClass) {
  return vector(count, { values: viewOf(raw, count, TargetArray).slice(), validity: validityOf(raw, count) });
}
function convertValues(
  raw: NativeVector,
  count: number,
  TargetArray: ArrayClass,
  SourceArray: ArrayClass,
  convert: (stored: number | bigint) => number,
) {
  const view = viewOf(raw, count, SourceArray);
  const values: { [row: number]: unknown } & VectorArray = new TargetArray(count);
  for (let row = 0; row < count; row++) values[row] = convert(view[row] ?? 0);
  return vector(count, { values, validity: validityOf(raw, count) });
}
/** Converts values through bigint. NULL rows are skipped, because their values are undefined. */
function convertExactValues(
  raw: NativeVector,
  count: number,
  TargetArray: ArrayClass,
  exact: ExactValues,
  convert: (value: bigint) => bigint | number,
) {
  const validity = validityOf(raw, count);
  const values: { [row: number]: unknown } & VectorArray = new TargetArray(count);
  for (let row = 0; row < count; row++) if (isValid(validity, row)) values[row] = convert(exact(row));
  return vector(count, { values, validity });
}
/** Creates the reader of decimals from any exact numeric type. Null for other types. */
export function decimalReader(type: DuckDBType, dtype: Decimal, column: string): Reader | null {
  const exact = exactSource(type);
  if (!exact) return null;
  const wide = dtype.precision > 18;
  const NarrowArray = type.typeId === Id.DECIMAL ? decimalClass(type.width) : null;
  if (exact.scale === dtype.scale && type.typeId === Id.DECIMAL && !wide && NarrowArray)
    return (raw, count) =>
      NarrowArray === BigInt64Array ? copyValues(raw, count, NarrowArray) : widenToInt64(raw, count, type.width);
  if (exact.scale === dtype.scale && wide && !NarrowArray && (type.typeId === Id.DECIMAL || type.typeId === Id.HUGEINT))
    return (raw, count) =>
      vector(count, { values: viewOf(raw, count * 2, BigUint64Array).slice(), validity: validityOf(raw, count) });
  const rescale = rescaler(exact.scale, dtype, column);
  if (!wide) return (raw, count) => convertExactValues(raw, count, BigInt64Array, exact.of(raw, count), rescale);
  return (raw, count) => {
    const validity = validityOf(raw, count);
    const values = new BigUint64Array(count * 2);
    const exactValue = exact.of(raw, count);
    for (let row = 0; row < count; row++) {
      if (!isValid(validity, row)) continue;
      const value = rescale(exactValue(row));
      values[row * 2] = BigInt.asUintN(64, value);
      values[row * 2 + 1] = BigInt.asUintN(64, value >> 64n);
    }
    return vector(count, { values, validity });
  };
}

/** Widens 16-bit and 32-bit decimals to 64 bits, written as two halves. */
function widenToInt64(raw: NativeVector, count: number, width: number) {
  const view = width <= 4 ? viewOf(raw, count, Int16Array) : viewOf(raw, count, Int32Array);
  const values = new BigInt64Array(count);
  const halves = new Int32Array(values.buffer);
  for (let row = 0; row < count; row++) {
    const value = view[row] ?? 0;
    halves[row * 2] = value;
    halves[row * 2 + 1] = value >> 31;
  }
  return vector(count, { values, validity: validityOf(raw, count) });
}

/** Returns a function that converts unscaled values to the scale of a dtype. Throws if digits would be lost. */
function rescaler(scale: number, dtype: Decimal, column: string): (value: bigint) => bigint {
  const [factor, divisor] = [
    10n ** BigInt(Math.max(0, dtype.scale - scale)),
    10n ** BigInt(Math.max(0, scale - dtype.scale)),
  ];
  const limit = dtype.precision <= 18 ? 2n ** 63n : 2n ** 127n;
  return (value) => {
    const rescaled = (value * factor) / divisor;
    if (rescaled * divisor !== value * factor || rescaled >= limit || rescaled < -limit)
      throw outOfRangeError(value, dtype, column);
    return rescaled;
  };
}
