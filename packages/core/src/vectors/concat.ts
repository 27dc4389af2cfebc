import type { DType } from "../dtype/dtype.js";
import { isArray, isMap, isStruct } from "../dtype/kinds.js";
import { AvocetError } from "../errors.js";
import type { ColumnBatch, Vector, VectorArray } from "./vector.js";
import { bitAt, bitmap, setBit, vector } from "./vector.js";

/**
 * Several batches of columns of some dtypes as one.
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

/** How large a group of batches grows: large enough that what is done for each does not count, and small beside what Arrow's columns hold. */
const GROUP = { rows: 131_072, bytes: 268_435_456 } as const;

/** The same rows in fewer and larger batches. */
export async function* grouped(
  batches: AsyncIterable<ColumnBatch>,
  dtypes: readonly DType[],
): AsyncGenerator<ColumnBatch> {
  let held: ColumnBatch[] = [];
  let [rows, bytes] = [0, 0];
  for await (const batch of batches) {
    held.push(batch);
    rows += batch.rowCount;
    for (const column of batch.columns) bytes += bytesOf(column);
    if (rows < GROUP.rows && bytes < GROUP.bytes) continue;
    yield concatBatches(held, dtypes);
    held = [];
    [rows, bytes] = [0, 0];
  }
  if (held.length > 0) yield concatBatches(held, dtypes);
}
const bytesOf = ({ values, children }: Vector): number =>
  children.reduce((sum, child) => sum + bytesOf(child), values.byteLength);

/** The dtypes of a vector's children. */
function within(dtype: DType): readonly DType[] {
  if (isArray(dtype)) return [dtype.element];
  if (isMap(dtype)) return [dtype.key, dtype.value];
  return isStruct(dtype) ? Object.values(dtype.fields) : [];
}

function concatVectors(vectors: readonly Vector[], dtype: DType): Vector {
  const [first] = vectors;
  if (first && vectors.length === 1) return first;
  const length = vectors.reduce((sum, part) => sum + part.length, 0);
  const whole = vectors.every(({ validity }) => validity === null);
  return vector(length, {
    validity: whole ? null : joinBits(length, vectors, ({ validity }) => validity),
    values:
      dtype.kind === "bool"
        ? joinBits(length, vectors, ({ values }) => values as Uint8Array) // as the layout of bools says
        : joinArrays(vectors.map(({ values }) => values)),
    offsets: !first || first.offsets === null ? null : joinOffsets(length, vectors),
    children: within(dtype).map((inner, i) =>
      concatVectors(
        vectors.flatMap(({ children }) => children[i] ?? []),
        inner,
      ),
    ),
  });
}

/** The bits of several bitmaps, where null is all of them set. */
function joinBits(
  length: number,
  vectors: readonly Vector[],
  bitsOf: (vector: Vector) => Uint8Array | null,
): Uint8Array {
  const bits = bitmap(length);
  let at = 0;
  for (const part of vectors) {
    const own = bitsOf(part);
    const bytes = at % 8 === 0 && own ? part.length >>> 3 : 0;
    if (own && bytes > 0) bits.set(own.subarray(0, bytes), at >>> 3);
    for (let i = bytes * 8; i < part.length; i++) if (own === null || bitAt(own, i)) setBit(bits, at + i);
    at += part.length;
  }
  return bits;
}

function joinArrays(arrays: readonly VectorArray[]): VectorArray {
  const filled = arrays.filter(({ length }) => length > 0);
  const first = filled[0] ?? arrays[0] ?? new Uint8Array(0);
  if (filled.length <= 1) return first;
  const total = filled.reduce((sum, { length }) => sum + length, 0);
  const joined = new (first.constructor as new (length: number) => VectorArray)(total); // typed arrays are made so
  let at = 0;
  for (const array of filled) {
    (joined as Uint8Array).set(array as Uint8Array, at); // vectors of one dtype have arrays of one class
    at += array.length;
  }
  return joined;
}

function joinOffsets(length: number, vectors: readonly Vector[]): Int32Array {
  const joined = new Int32Array(length + 1);
  let at = 0;
  let base = 0;
  for (const { length: rows, offsets } of vectors) {
    if (!offsets) continue;
    for (let i = 1; i <= rows; i++) joined[at + i] = base + (offsets[i] ?? 0);
    base += offsets[rows] ?? 0;
    at += rows;
  }
  if (base > 0x7fff_ffff)
    throw new AvocetError(
      "value-out-of-range",
      "a column holds more than two gigabytes, which one Arrow column cannot",
      {
        hint: "Take the result in parts: batches({ size }).",
      },
    );
  return joined;
}
