import type { ValueModes } from "../backend/values.js";
import type { Decimal } from "../dtype/dtype.js";
import { unsafeInteger } from "./problems.js";
import type { Vector } from "./vector.js";
import { bitAt, HIGH, HIGH_LIMIT, halves } from "./vector.js";

/** Values that JavaScript holds in a typed array as they are; in a plain array where some are NULL. */
export function plainNumbers({ length, validity, values }: Vector): ArrayLike<unknown> {
  if (validity === null) return values;
  const out: unknown[] = new Array(length);
  for (let i = 0; i < length; i++) out[i] = bitAt(validity, i) ? values[i] : null;
  return out;
}

/** 64-bit integers in the form that was asked for. */
export function wideIntegers(vector: Vector, mode: ValueModes["int64"], column: string): ArrayLike<unknown> {
  if (mode === "bigint") return plainNumbers(vector);
  const { length, validity } = vector;
  const values = vector.values as BigInt64Array | BigUint64Array; // as the layout of 64-bit integers says
  const signed = values instanceof BigInt64Array;
  const half = halves(values);
  if (mode === "string") {
    const out: (string | null)[] = new Array(length);
    for (let i = 0; i < length; i++) {
      const high = half[i * 2 + 1] ?? 0;
      const small = high < HIGH_LIMIT && high > -HIGH_LIMIT && (signed || high >= 0);
      if (validity !== null && !bitAt(validity, i)) out[i] = null;
      else out[i] = small ? String(high * HIGH + ((half[i * 2] ?? 0) >>> 0)) : String(values[i]);
    }
    return out;
  }
  const out: { [i: number]: number | null; length: number } =
    validity === null ? new Float64Array(length) : new Array<number | null>(length);
  for (let i = 0; i < length; i++) {
    if (validity !== null && !bitAt(validity, i)) {
      out[i] = null;
      continue;
    }
    const [low, high] = [(half[i * 2] ?? 0) >>> 0, half[i * 2 + 1] ?? 0];
    if (high >= HIGH_LIMIT || high < -HIGH_LIMIT || (high < 0 && !signed) || (high === -HIGH_LIMIT && low === 0))
      throw unsafeInteger(values[i] ?? 0n, column);
    out[i] = high * HIGH + low;
  }
  return out;
}

/** Decimals as digits with as many places as the dtype has, or as the nearest doubles. */
export function decimals(vector: Vector, { scale }: Decimal, mode: ValueModes["decimal"]): ArrayLike<unknown> {
  const { length, validity, values } = vector;
  const dense = validity === null && mode === "number";
  const out: { [i: number]: number | string | null; length: number } = dense
    ? (new Float64Array(length) as unknown as (number | string | null)[]) // only numbers are put into it
    : new Array<number | string | null>(length);
  const text = digitsOf(scale);
  const unit = 10 ** scale;
  const half = halves(values as BigInt64Array | BigUint64Array); // as the layout of decimals says
  const narrow = values instanceof BigInt64Array;
  for (let i = 0; i < length; i++) {
    if (validity !== null && !bitAt(validity, i)) {
      out[i] = null;
      continue;
    }
    const high = half[i * 2 + 1] ?? 0;
    if (narrow && high < HIGH_LIMIT && high > -HIGH_LIMIT) {
      const value = high * HIGH + ((half[i * 2] ?? 0) >>> 0);
      // A quotient of two exact doubles is the nearest to the decimal; the powers of ten are exact up to 10^22.
      out[i] = mode === "number" ? value / unit : text(value);
    } else {
      const whole = narrow ? BigInt(values[i] ?? 0) : int128(values, i);
      const exact = digits(whole, scale);
      out[i] = mode === "number" ? Number(exact) : exact;
    }
  }
  return out;
}

const int128 = (values: Vector["values"], i: number): bigint =>
  (BigInt.asIntN(64, BigInt(values[i * 2 + 1] ?? 0)) << 64n) | BigInt(values[i * 2] ?? 0);

/** The digits of `value / 10^scale`. */
function digits(value: bigint, scale: number): string {
  const negative = value < 0n;
  const all = String(negative ? -value : value).padStart(scale + 1, "0");
  const point = all.length - scale;
  return `${negative ? "-" : ""}${all.slice(0, point)}${scale > 0 ? `.${all.slice(point)}` : ""}`;
}

/** The places after the point, by their number: for few of them a table is made, in place of a text for each value. */
const PLACES: (readonly string[] | undefined)[] = [];
const MOST_IN_TABLE = 4;
function placesOf(scale: number): readonly string[] {
  PLACES[scale] ??= Array.from({ length: 10 ** scale }, (_, i) => `.${String(i).padStart(scale, "0")}`);
  return PLACES[scale];
}

/** As {@link digits}, of safe integers. */
function digitsOf(scale: number): (value: number) => string {
  if (scale === 0) return (value) => String(value);
  if (scale > 15) return (value) => digits(BigInt(value), scale);
  const unit = 10 ** scale;
  const table = scale <= MOST_IN_TABLE ? placesOf(scale) : null;
  return (value) => {
    const size = value < 0 ? -value : value;
    const rest = size % unit;
    const whole = String((size - rest) / unit);
    const places = table ? (table[rest] ?? "") : `.${String(rest).padStart(scale, "0")}`;
    return value < 0 ? `-${whole}${places}` : whole + places;
  };
}
