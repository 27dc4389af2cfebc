import type { DuckDBVector } from "@duckdb/node-api";

export type TypedArray =
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
/** Whether the value of a row is not NULL; null where no row is. */
export type Validity = ((row: number) => boolean) | null;

// The client keeps the values of a vector in a typed array and the NULLs in a bit mask, but declares neither as public. Both are read if
// they are there as expected, which is several times faster than an object for each value, and else through the public `getItem`.

/** The physical values of a vector, or null where they are not held in a typed array. */
export function typedArrayOf(vector: DuckDBVector): TypedArray | null {
  return "items" in vector && isTypedArray(vector.items) ? vector.items : null;
}

const isTypedArray = (value: unknown): value is TypedArray => ArrayBuffer.isView(value) && !(value instanceof DataView);

export function validityOf(vector: DuckDBVector): Validity {
  const mask = "validity" in vector ? vector.validity : undefined;
  if (typeof mask === "object" && mask !== null && "data" in mask && "offset" in mask) {
    const { data, offset } = mask;
    if (data === null) return null;
    if (data instanceof BigUint64Array && typeof offset === "number") return bits(data, offset);
  }
  return (row) => vector.getItem(row) !== null;
}

/** One bit for each row, tested in 32-bit words: as bigints it would be some ten times slower. */
function bits(mask: BigUint64Array, offset: number): (row: number) => boolean {
  const words = new Uint32Array(mask.buffer, mask.byteOffset, mask.length * 2);
  return (row) => (((words[(row + offset) >>> 5] ?? 0) >>> ((row + offset) & 31)) & 1) === 1;
}

/** A value for each row, null where it is NULL. */
export function eachRow<T>(count: number, valid: Validity, value: (row: number) => T): (T | null)[] {
  const values: (T | null)[] = new Array(count);
  for (let row = 0; row < count; row++) values[row] = valid === null || valid(row) ? value(row) : null;
  return values;
}

/** The client's own value of each row, converted; null where it is NULL. */
export function eachItem<T>(vector: DuckDBVector, convert: (item: unknown, row: number) => T): (T | null)[] {
  return eachRow(vector.itemCount, null, (row) => {
    const item = vector.getItem(row);
    return item === null ? null : convert(item, row);
  });
}
