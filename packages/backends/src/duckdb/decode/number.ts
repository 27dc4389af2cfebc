import type { DType } from "@avocet/core";
import { isDecimal } from "@avocet/core";
import type { DuckDBVector } from "@duckdb/node-api";
import { DuckDBDecimalValue } from "@duckdb/node-api";
import { mismatch, unsafeInteger } from "./problems.js";
import type { TypedArray } from "./source.js";
import { eachItem, eachRow, typedArrayOf, validityOf } from "./source.js";

const isWide = (items: TypedArray): items is BigInt64Array | BigUint64Array =>
  items instanceof BigInt64Array || items instanceof BigUint64Array;
const isFloating = (items: TypedArray): boolean => items instanceof Float64Array || items instanceof Float32Array;
const HIGH_LIMIT = 2 ** 21;

/** Integers as numbers; one beyond 2^53 is an error. */
export function decodeInteger(vector: DuckDBVector, dtype: DType, column: string): ArrayLike<unknown> {
  const items = typedArrayOf(vector);
  const valid = validityOf(vector);
  if (items && isFloating(items)) throw mismatch(vector, dtype, column);
  if (items && isWide(items)) return wide(items, valid === null, valid ?? (() => true), column);
  if (items) return valid === null ? items.slice() : eachRow(items.length, valid, (row) => items[row]);
  return eachItem(vector, (item) => {
    if (item instanceof DuckDBDecimalValue && item.scale === 0) return safe(item.value, column);
    if (typeof item === "bigint") return safe(item, column);
    throw mismatch(vector, dtype, column);
  });
}

function safe(value: bigint, column: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw unsafeInteger(value, column);
  return number;
}

/** 64-bit integers from their two halves, without a bigint for each. All platforms of the client are little-endian. */
function wide(
  items: BigInt64Array | BigUint64Array,
  dense: boolean,
  valid: (row: number) => boolean,
  column: string,
): ArrayLike<unknown> {
  const low = new Uint32Array(items.buffer, items.byteOffset, items.length * 2);
  const high = items instanceof BigInt64Array ? new Int32Array(items.buffer, items.byteOffset, items.length * 2) : low;
  const values = dense ? new Float64Array(items.length) : new Array<number | null>(items.length);
  for (let row = 0; row < items.length; row++) {
    if (!valid(row)) {
      values[row] = null as never; // only in the plain array, which holds null
      continue;
    }
    const [h, l] = [high[row * 2 + 1] ?? 0, low[row * 2] ?? 0];
    if (h >= HIGH_LIMIT || h < -HIGH_LIMIT || (h === -HIGH_LIMIT && l === 0))
      throw unsafeInteger(items[row] ?? 0n, column);
    values[row] = h * 2 ** 32 + l;
  }
  return values;
}

/** Any numbers as doubles. */
export function decodeFloat(vector: DuckDBVector, dtype: DType, column: string): ArrayLike<unknown> {
  const items = typedArrayOf(vector);
  const valid = validityOf(vector);
  if (items instanceof Float64Array && valid === null) return items.slice();
  if (items) return eachRow(items.length, valid, (row) => Number(items[row]));
  return eachItem(vector, (item) => {
    if (item instanceof DuckDBDecimalValue) return Number(digits(item.value, item.scale, 0));
    if (typeof item === "bigint") return Number(item);
    throw mismatch(vector, dtype, column);
  });
}

/** Decimals as digits, with as many places after the point as the dtype has. */
export function decodeDecimal(vector: DuckDBVector, dtype: DType, column: string): ArrayLike<unknown> {
  const scale = isDecimal(dtype) ? dtype.scale : 0;
  const items = typedArrayOf(vector);
  if (items && isFloating(items)) throw mismatch(vector, dtype, column);
  if (items) return eachRow(items.length, validityOf(vector), (row) => digits(BigInt(items[row] ?? 0), 0, scale));
  return eachItem(vector, (item) => {
    if (item instanceof DuckDBDecimalValue) return digits(item.value, item.scale, scale);
    if (typeof item === "bigint") return digits(item, 0, scale);
    throw mismatch(vector, dtype, column);
  });
}

/** The digits of `value / 10^scale`, filled up to `wanted` places; more are kept where they are not zero. */
function digits(value: bigint, scale: number, wanted: number): string {
  const negative = value < 0n;
  const all = String(negative ? -value : value).padStart(scale + 1, "0");
  const whole = all.slice(0, all.length - scale);
  let fraction = all.slice(all.length - scale).padEnd(wanted, "0");
  while (fraction.length > wanted && fraction.endsWith("0")) fraction = fraction.slice(0, -1);
  return `${negative ? "-" : ""}${whole}${fraction ? `.${fraction}` : ""}`;
}
