import type { DType } from "../dtype/dtype.js";
import { isArray, isMap, isStruct } from "../dtype/kinds.js";
import { AvocetError } from "../errors.js";
import type { ColumnBatch, Vector, VectorArray } from "./vector.js";
import { bitAt, bitmap, setBit, vector } from "./vector.js";

/**
 * Concatenates batches with columns of the given dtypes into one batch.
 * @example concatBatches([], [int64]).rowCount // 0
 */
export function concatBatches(batches: readonly ColumnBatch[], dtypes: readonly DType[]): ColumnBatch {
  const [first] = batches;
  if (first && batches.length === 1) return first;
  return {
    rowCount: batches.reduce((sum, { rowCount }) => sum + rowCount, 0),
    columns: dtypes.map((dtype, i) =>
      concatVectors(
        batches.flatMap(({ columns }) => columns[i] ?? []),
        dtype,
      ),
    ),
  };
}

/**
 * Size at which coalesced batches are emitted: large enough that the overhead per batch is negligible, and far below
 * the limits of Arrow columns.
 */
const TARGET_SIZE = { rows: 131_072, bytes: 268_435_456 } as const;

/** Coalesces small batches into fewer, larger ones with the same rows. */
export async function* coalesceBatches(
  batches: AsyncIterable<ColumnBatch>,
  dtypes: readonly DType[],
): AsyncGenerator<ColumnBatch> {
  let pending: ColumnBatch[] = [];
  let [rows, bytes] = [0, 0];
  for await (const batch of batches) {
    pending.push(batch);
    rows += batch.rowCount;
    for (const column of batch.columns) bytes += bytesOf(column);
    if (rows < TARGET_SIZE.rows && bytes < TARGET_SIZE.bytes) continue;
    yield concatBatches(pending, dtypes);
    pending = [];
    [rows, bytes] = [0, 0];
  }
  if (pending.length > 0) yield concatBatches(pending, dtypes);
}
const bytesOf = ({ values, children }: Vector): number =>
  children.reduce((sum, child) => sum + bytesOf(child), values.byteLength);

/** The dtypes of the children of a vector. */
function childDTypes(dtype: DType): readonly DType[] {
  if (isArray(dtype)) return [dtype.element];
  if (isMap(dtype)) return [dtype.key, dtype.value];
  return isStruct(dtype) ? Object.values(dtype.fields) : [];
}

function concatVectors(vectors: readonly Vector[], dtype: DType): Vector {
  const [first] = vectors;
  if (first && vectors.length === 1) return first;
  const length = vectors.reduce((sum, source) => sum + source.length, 0);
  const hasNoNulls = vectors.every(({ validity }) => validity === null);
  return vector(length, {
    validity: hasNoNulls ? null : joinBits(length, vectors, ({ validity }) => validity),
    values:
      dtype.kind === "bool"
        ? joinBits(length, vectors, ({ values }) => values as Uint8Array) // the layout of bool vectors
        : joinArrays(vectors.map(({ values }) => values)),
    offsets: !first || first.offsets === null ? null : joinOffsets(length, vectors),
    children: childDTypes(dtype).map((inner, i) =>
      concatVectors(
        vectors.flatMap(({ children }) => children[i] ?? []),
        inner,
      ),
    ),
  });
}

/** Concatenates bitmaps; null is a bitmap with all bits set. */
function joinBits(
  length: number,
  vectors: readonly Vector[],
  bitsOf: (vector: Vector) => Uint8Array | null,
): Uint8Array {
  const bits = bitmap(length);
  let offset = 0;
  for (const source of vectors) {
    const bitmapBits = bitsOf(source);
    const bytes = offset % 8 === 0 && bitmapBits ? source.length >>> 3 : 0;
    if (bitmapBits && bytes > 0) bits.set(bitmapBits.subarray(0, bytes), offset >>> 3);
    for (let i = bytes * 8; i < source.length; i++)
      if (bitmapBits === null || bitAt(bitmapBits, i)) setBit(bits, offset + i);
    offset += source.length;
  }
  return bits;
}

function joinArrays(arrays: readonly VectorArray[]): VectorArray {
  const filled = arrays.filter(({ length }) => length > 0);
  const firstArray = filled[0] ?? arrays[0] ?? new Uint8Array(0);
  if (filled.length <= 1) return firstArray;
  const total = filled.reduce((sum, { length }) => sum + length, 0);
  // All typed arrays have this constructor.
  const joined = new (firstArray.constructor as new (length: number) => VectorArray)(total);
  let offset = 0;
  for (const array of filled) {
    (joined as Uint8Array).set(array as Uint8Array, offset); // vectors of the same dtype have the same array class
    offset += array.length;
  }
  return joined;
}

function joinOffsets(length: number, vectors: readonly Vector[]): Int32Array {
  const joined = new Int32Array(length + 1);
  let offset = 0;
  let childOffset = 0;
  for (const { length: rows, offsets } of vectors) {
    if (!offsets) continue;
    for (let i = 1; i <= rows; i++) joined[offset + i] = childOffset + (offsets[i] ?? 0);
    childOffset += offsets[rows] ?? 0;
    offset += rows;
  }
  if (childOffset > 0x7fff_ffff)
    throw new AvocetError(
      "value-out-of-range",
      "A column of the result is larger than 2 GiB, the limit of an Arrow column",
      {
        hint: "Read the result in batches: batches({ size }).",
      },
    );
  return joined;
}
