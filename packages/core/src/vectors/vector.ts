/** The arrays that a vector's values may be in. */
export type VectorArray =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

/**
 * The values of one column of some rows, in arrays laid out as in Apache Arrow. What each dtype has:
 *
 * | dtype | `values` | besides |
 * |---|---|---|
 * | null | empty | |
 * | bool | one bit a row, as in `validity` | |
 * | int8 to uint64, float32, float64 | the array of that name | |
 * | decimal of up to 18 digits | BigInt64Array of the digits without the point | |
 * | other decimals | BigUint64Array: the low and the high half of a signed integer of 128 bits for each row | |
 * | string, json, uuid, inet | UTF-8 bytes of all rows | `offsets`: where each begins, and where the last ends |
 * | binary | bytes of all rows | `offsets` |
 * | date | Int32Array of days since 1970 | |
 * | time | BigInt64Array of nanoseconds since midnight | |
 * | timestamp | BigInt64Array of microseconds since 1970, of nanoseconds if its scale is over 6 | |
 * | interval | Int32Array: months, days, and the low and the high half of the microseconds for each row | |
 * | array | empty | `offsets` into `children[0]`, the elements of all rows |
 * | map | empty | `offsets` into `children`, the keys and the values of all rows |
 * | struct | empty | `children`, a vector for each field |
 *
 * Where a row is NULL, its place in `values` holds anything.
 */
export interface Vector {
  readonly length: number;
  /** One bit a row, the lowest of a byte first, 1 where it is not NULL; null where no row is NULL. */
  readonly validity: Uint8Array | null;
  readonly values: VectorArray;
  readonly offsets: Int32Array | null;
  readonly children: readonly Vector[];
}
/** Some rows of a result, a vector for each column. */
export interface ColumnBatch {
  readonly rowCount: number;
  readonly columns: readonly Vector[];
}

const NOTHING = new Uint8Array(0);

/**
 * A vector of which some parts are left out.
 * @example vector(2, { values: Int32Array.of(1, 2) }).validity // null
 */
export const vector = (length: number, parts: Partial<Vector>): Vector => ({
  length,
  validity: parts.validity ?? null,
  values: parts.values ?? NOTHING,
  offsets: parts.offsets ?? null,
  children: parts.children ?? [],
});

/**
 * Whether a bit of a bitmap is set.
 * @example bitAt(Uint8Array.of(0b10), 1) // true
 */
export const bitAt = (bits: Uint8Array, i: number): boolean => (((bits[i >>> 3] ?? 0) >>> (i & 7)) & 1) === 1;

/**
 * A bitmap of `length` bits, all 0.
 * @example bitmap(9).length // 2
 */
export const bitmap = (length: number): Uint8Array => new Uint8Array((length + 7) >>> 3);

/**
 * Sets one bit of a bitmap.
 * @example setBit(bitmap(8), 3)
 */
export function setBit(bits: Uint8Array, i: number): void {
  bits[i >>> 3] = (bits[i >>> 3] ?? 0) | (1 << (i & 7));
}

/** A 64-bit integer from its halves, exact up to 2^53: much faster than by way of bigint. */
export const HIGH = 2 ** 32;
/** The largest high half of a safe integer, and one more. */
export const HIGH_LIMIT = 2 ** 21;

/**
 * The halves of 64-bit integers, low before high. All platforms of the engines' drivers are little-endian.
 * @example halves(BigInt64Array.of(1n)).length // 2
 */
export const halves = (values: BigInt64Array | BigUint64Array): Int32Array =>
  new Int32Array(values.buffer, values.byteOffset, values.length * 2);
