/** The array classes that can hold the values of a vector. */
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
 * The values of one column for some rows, in the memory layout of Apache Arrow. Layout by dtype:
 *
 * | dtype | `values` | other arrays |
 * |---|---|---|
 * | null | empty | |
 * | bool | one bit per row, as in `validity` | |
 * | int8 to uint64, float32, float64 | the array of that name | |
 * | decimal with up to 18 digits | BigInt64Array of unscaled values | |
 * | other decimals | BigUint64Array: low and high half of the signed 128-bit unscaled value for each row | |
 * | string, json, uuid, inet | UTF-8 bytes of all rows | `offsets`: start of each row, and end of the last |
 * | binary | bytes of all rows | `offsets` |
 * | date | Int32Array of days since 1970 | |
 * | time | BigInt64Array of nanoseconds since midnight | |
 * | timestamp | BigInt64Array of microseconds since 1970, of nanoseconds if its scale is over 6 | |
 * | interval | Int32Array: months, days, low and high half of the microseconds for each row | |
 * | array | empty | `offsets` into `children[0]`, the elements of all rows |
 * | map | empty | `offsets` into `children`, the keys and the values of all rows |
 * | struct | empty | `children`, a vector for each field |
 *
 * The element of a NULL row in `values` is undefined.
 */
export interface Vector {
  readonly length: number;
  /** One bit per row, least significant first: 1 if the row is not NULL. null if no row is NULL. */
  readonly validity: Uint8Array | null;
  readonly values: VectorArray;
  readonly offsets: Int32Array | null;
  readonly children: readonly Vector[];
}
/** A batch of result rows, with a vector for each column. */
export interface ColumnBatch {
  readonly rowCount: number;
  readonly columns: readonly Vector[];
}

const NO_VALUES = new Uint8Array(0);

/**
 * Creates a vector; arrays that are omitted are empty, or null for `validity` and `offsets`.
 * @example vector(2, { values: Int32Array.of(1, 2) }).validity // null
 */
export const vector = (length: number, arrays: Partial<Vector>): Vector => ({
  length,
  validity: arrays.validity ?? null,
  values: arrays.values ?? NO_VALUES,
  offsets: arrays.offsets ?? null,
  children: arrays.children ?? [],
});

/**
 * Whether the bit at an index of a bitmap is set.
 * @example bitAt(Uint8Array.of(0b10), 1) // true
 */
export const bitAt = (bits: Uint8Array, i: number): boolean => (((bits[i >>> 3] ?? 0) >>> (i & 7)) & 1) === 1;

/**
 * Creates a bitmap of `length` bits, all 0.
 * @example bitmap(9).length // 2
 */
export const bitmap = (length: number): Uint8Array => new Uint8Array((length + 7) >>> 3);

/**
 * Sets the bit at an index of a bitmap.
 * @example setBit(bitmap(8), 3)
 */
export function setBit(bits: Uint8Array, i: number): void {
  bits[i >>> 3] = (bits[i >>> 3] ?? 0) | (1 << (i & 7));
}

/**
 * The factor of the high half of a 64-bit integer. Computing with doubles is exact up to 2^53 and much faster than
 * bigint.
 */
export const TWO_POW_32 = 2 ** 32;
/** High halves of safe integers are below this limit. */
export const SAFE_HIGH_LIMIT = 2 ** 21;

/**
 * Views 64-bit integers as 32-bit halves, low before high. All platforms of the engines' drivers are little-endian.
 * @example halves(BigInt64Array.of(1n)).length // 2
 */
export const int32Words = (values: BigInt64Array | BigUint64Array): Int32Array =>
  new Int32Array(values.buffer, values.byteOffset, values.length * 2);
