import type { ValueEncoding } from "../backend/value-encoding.js";
import type { Decimal } from "../dtype/dtype.js";
import { unsafeIntegerError } from "./errors.js";
import type { Vector } from "./vector.js";
import { bitAt, int32Words, SAFE_HIGH_LIMIT, TWO_POW_32 } from "./vector.js";

/** Decodes numbers that need no conversion: the typed array itself, or a plain array if there are NULLs. */
export function plainNumbers({ length, validity, values }: Vector): ArrayLike<unknown> {
  if (validity === null) return values;
  const result: unknown[] = new Array(length);
  for (let i = 0; i < length; i++) result[i] = bitAt(validity, i) ? values[i] : null;
  return result;
}

/** Decodes 64-bit integers under the given value encoding. Throws if a number would not be exact. */
export function wideIntegers(vector: Vector, mode: ValueEncoding["int64"], column: string): ArrayLike<unknown> {
  if (mode === "bigint") return plainNumbers(vector);
  const { length, validity } = vector;
  const values = vector.values as BigInt64Array | BigUint64Array; // the layout of 64-bit integer vectors
  const isSigned = values instanceof BigInt64Array;
  const int32Halves = int32Words(values);
  if (mode === "string") {
    const result: (string | null)[] = new Array(length);
    for (let i = 0; i < length; i++) {
      const high = int32Halves[i * 2 + 1] ?? 0;
      const isSafe = high < SAFE_HIGH_LIMIT && high > -SAFE_HIGH_LIMIT && (isSigned || high >= 0);
      if (validity !== null && !bitAt(validity, i)) result[i] = null;
      else result[i] = isSafe ? String(high * TWO_POW_32 + ((int32Halves[i * 2] ?? 0) >>> 0)) : String(values[i]);
    }
    return result;
  }
  const result: { [i: number]: number | null; length: number } =
    validity === null ? new Float64Array(length) : new Array<number | null>(length);
  for (let i = 0; i < length; i++) {
    if (validity !== null && !bitAt(validity, i)) {
      result[i] = null;
      continue;
    }
    const [low, high] = [(int32Halves[i * 2] ?? 0) >>> 0, int32Halves[i * 2 + 1] ?? 0];
    if (
      high >= SAFE_HIGH_LIMIT ||
      high < -SAFE_HIGH_LIMIT ||
      (high < 0 && !isSigned) ||
      (high === -SAFE_HIGH_LIMIT && low === 0)
    )
      throw unsafeIntegerError(values[i] ?? 0n, column);
    result[i] = high * TWO_POW_32 + low;
  }
  return result;
}

/** Decodes decimals as strings with `scale` fractional digits, or as the nearest doubles. */
export function decimals(vector: Vector, { scale }: Decimal, mode: ValueEncoding["decimal"]): ArrayLike<unknown> {
  const { length, validity, values } = vector;
  const isDense = validity === null && mode === "number";
  const result: { [i: number]: number | string | null; length: number } = isDense
    ? (new Float64Array(length) as unknown as (number | string | null)[]) // only numbers are assigned to it
    : new Array<number | string | null>(length);
  const format = decimalFormatter(scale);
  const unit = 10 ** scale;
  const int32Halves = int32Words(values as BigInt64Array | BigUint64Array); // the layout of decimal vectors
  const isInt64 = values instanceof BigInt64Array;
  for (let i = 0; i < length; i++) {
    if (validity !== null && !bitAt(validity, i)) {
      result[i] = null;
      continue;
    }
    const high = int32Halves[i * 2 + 1] ?? 0;
    if (isInt64 && high < SAFE_HIGH_LIMIT && high > -SAFE_HIGH_LIMIT) {
      const value = high * TWO_POW_32 + ((int32Halves[i * 2] ?? 0) >>> 0);
      // The quotient of two exact doubles is correctly rounded; powers of ten are exact up to 10^22.
      result[i] = mode === "number" ? value / unit : format(value);
    } else {
      const unscaled = isInt64 ? BigInt(values[i] ?? 0) : int128(values, i);
      const exact = formatDecimal(unscaled, scale);
      result[i] = mode === "number" ? Number(exact) : exact;
    }
  }
  return result;
}

const int128 = (values: Vector["values"], i: number): bigint =>
  (BigInt.asIntN(64, BigInt(values[i * 2 + 1] ?? 0)) << 64n) | BigInt(values[i * 2] ?? 0);

/** Formats `value / 10^scale` with `scale` fractional digits. */
function formatDecimal(value: bigint, scale: number): string {
  const negative = value < 0n;
  const digitsText = String(negative ? -value : value).padStart(scale + 1, "0");
  const point = digitsText.length - scale;
  return `${negative ? "-" : ""}${digitsText.slice(0, point)}${scale > 0 ? `.${digitsText.slice(point)}` : ""}`;
}

/** Precomputed fractions by scale: for small scales a lookup is faster than formatting each fraction. */
const FRACTION_TABLES: (readonly string[] | undefined)[] = [];
const MAX_TABLE_SCALE = 4;
function fractionTable(scale: number): readonly string[] {
  FRACTION_TABLES[scale] ??= Array.from({ length: 10 ** scale }, (_, i) => `.${String(i).padStart(scale, "0")}`);
  return FRACTION_TABLES[scale];
}

/** Like {@link formatDecimal}, for safe integers. */
function decimalFormatter(scale: number): (value: number) => string {
  if (scale === 0) return (value) => String(value);
  if (scale > 15) return (value) => formatDecimal(BigInt(value), scale);
  const unit = 10 ** scale;
  const table = scale <= MAX_TABLE_SCALE ? fractionTable(scale) : null;
  return (value) => {
    const magnitude = value < 0 ? -value : value;
    const remainder = magnitude % unit;
    const integerPart = String((magnitude - remainder) / unit);
    const fraction = table ? (table[remainder] ?? "") : `.${String(remainder).padStart(scale, "0")}`;
    return value < 0 ? `-${integerPart}${fraction}` : integerPart + fraction;
  };
}
