import type { Decimal, DType, Integer, VectorArray } from "@avocet/core";
import { AvocetError, INTEGER_RANGE, printDType, vector } from "@avocet/core";
import type { DuckDBType } from "@duckdb/node-api";
import { DuckDBTypeId as Id } from "@duckdb/node-api";
import type { Raw } from "./bindings.js";
import type { Reader } from "./source.js";
import { isValid, validityOf, viewOf } from "./source.js";

type Class = (new (length: number) => VectorArray) & Parameters<typeof viewOf>[2];

const PLAIN: ReadonlyMap<Id, Class> = new Map<Id, Class>([
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
const CLASSES: Readonly<Record<string, Class>> = {
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

/** The exact value of a row, a whole number times a power of ten. */
type Exact = (row: number) => bigint;

/** How many digits of a number come after the point, and its digits without the point; null where the type is no exact number. */
function exactOf(type: DuckDBType): { readonly scale: number; of(raw: Raw, count: number): Exact } | null {
  const plain = PLAIN.get(type.typeId);
  if (plain && !isFloating(type))
    return {
      scale: 0,
      of(raw, count) {
        const view = viewOf(raw, count, plain);
        return (row) => BigInt(view[row] ?? 0);
      },
    };
  const signed = type.typeId !== Id.UHUGEINT;
  const scale = type.typeId === Id.DECIMAL ? type.scale : 0;
  const narrow = type.typeId === Id.DECIMAL ? decimalClass(type.width) : null;
  if (narrow)
    return {
      scale,
      of(raw, count) {
        const view = viewOf(raw, count, narrow);
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

/** What a decimal of some digits is held in; null for 128 bits. */
const decimalClass = (width: number): Class | null =>
  width <= 4 ? Int16Array : width <= 9 ? Int32Array : width <= 18 ? BigInt64Array : null;

/** Integers and floats, from whichever type of number the engine has sent. */
export function numberReader(type: DuckDBType, dtype: DType, column: string): Reader | null {
  const Own = CLASSES[dtype.kind];
  const sent = PLAIN.get(type.typeId);
  if (!Own) return null;
  if (sent === Own) return (raw, count) => plain(raw, count, Own);
  const floating = Own === Float32Array || Own === Float64Array;
  if (sent && isFloating(type))
    return floating ? (raw, count) => converted(raw, count, Own, sent, (value) => Number(value)) : null;
  const exact = exactOf(type);
  if (!exact) return null;
  const unit = 10 ** exact.scale;
  if (floating)
    return (raw, count) => each(raw, count, Own, exact.of(raw, count), (value) => quotient(value, unit, exact.scale));
  if (exact.scale !== 0) return null;
  const range = INTEGER_RANGE[(dtype as Integer).kind]; // the other classes are of integers
  const fit = (value: bigint): bigint | number => {
    if (value < range[0] || value > range[1]) throw beyond(value, dtype, column);
    return Own === BigInt64Array || Own === BigUint64Array ? value : Number(value);
  };
  return (raw, count) => each(raw, count, Own, exact.of(raw, count), fit);
}

/** The double nearest to a decimal: a quotient of exact doubles is, and what JavaScript reads of its digits. */
const quotient = (value: bigint, unit: number, scale: number): number =>
  scale <= 22 && Number.isSafeInteger(Number(value)) ? Number(value) / unit : Number(`${value}e-${scale}`);

const beyond = (value: bigint, dtype: DType, column: string): AvocetError =>
  new AvocetError("value-out-of-range", `${value} in the column \`${column}\` is beyond ${printDType(dtype)}`, {
    hint: "Cast the column where it is selected, to string if to nothing else.",
  });

function plain(raw: Raw, count: number, Own: Class) {
  return vector(count, { values: viewOf(raw, count, Own).slice(), validity: validityOf(raw, count) });
}
function converted(raw: Raw, count: number, Own: Class, Sent: Class, value: (sent: number | bigint) => number) {
  const view = viewOf(raw, count, Sent);
  const values: { [row: number]: unknown } & VectorArray = new Own(count);
  for (let row = 0; row < count; row++) values[row] = value(view[row] ?? 0);
  return vector(count, { values, validity: validityOf(raw, count) });
}
/** Each value by way of a bigint; what stands in the place of a NULL is not looked at, it may be anything. */
function each(raw: Raw, count: number, Own: Class, exact: Exact, fit: (value: bigint) => bigint | number) {
  const validity = validityOf(raw, count);
  const values: { [row: number]: unknown } & VectorArray = new Own(count);
  for (let row = 0; row < count; row++) if (isValid(validity, row)) values[row] = fit(exact(row));
  return vector(count, { values, validity });
}
/** Decimals, from whichever exact type of number the engine has sent. */
export function decimalReader(type: DuckDBType, dtype: Decimal, column: string): Reader | null {
  const exact = exactOf(type);
  if (!exact) return null;
  const wide = dtype.precision > 18;
  const narrow = type.typeId === Id.DECIMAL ? decimalClass(type.width) : null;
  if (exact.scale === dtype.scale && type.typeId === Id.DECIMAL && !wide && narrow)
    return (raw, count) => (narrow === BigInt64Array ? plain(raw, count, narrow) : widened(raw, count, type.width));
  if (exact.scale === dtype.scale && wide && !narrow && (type.typeId === Id.DECIMAL || type.typeId === Id.HUGEINT))
    return (raw, count) =>
      vector(count, { values: viewOf(raw, count * 2, BigUint64Array).slice(), validity: validityOf(raw, count) });
  const fit = scaled(exact.scale, dtype, column);
  if (!wide) return (raw, count) => each(raw, count, BigInt64Array, exact.of(raw, count), fit);
  return (raw, count) => {
    const validity = validityOf(raw, count);
    const values = new BigUint64Array(count * 2);
    const of = exact.of(raw, count);
    for (let row = 0; row < count; row++) {
      if (!isValid(validity, row)) continue;
      const value = fit(of(row));
      values[row * 2] = BigInt.asUintN(64, value);
      values[row * 2 + 1] = BigInt.asUintN(64, value >> 64n);
    }
    return vector(count, { values, validity });
  };
}

/** Small digits in 64 bits, by their halves. */
function widened(raw: Raw, count: number, width: number) {
  const view = width <= 4 ? viewOf(raw, count, Int16Array) : viewOf(raw, count, Int32Array);
  const values = new BigInt64Array(count);
  const half = new Int32Array(values.buffer);
  for (let row = 0; row < count; row++) {
    const value = view[row] ?? 0;
    half[row * 2] = value;
    half[row * 2 + 1] = value >> 31;
  }
  return vector(count, { values, validity: validityOf(raw, count) });
}

/** Digits with another number of places, as many as the dtype has. */
function scaled(scale: number, dtype: Decimal, column: string): (value: bigint) => bigint {
  const [up, down] = [10n ** BigInt(Math.max(0, dtype.scale - scale)), 10n ** BigInt(Math.max(0, scale - dtype.scale))];
  const limit = dtype.precision <= 18 ? 2n ** 63n : 2n ** 127n;
  return (value) => {
    const moved = (value * up) / down;
    if (moved * down !== value * up || moved >= limit || moved < -limit) throw beyond(value, dtype, column);
    return moved;
  };
}
