import type { DType } from "../dtype/dtype.js";
import { isArray, isMap, isStruct } from "../dtype/kinds.js";
import type { Vector, VectorArray } from "./vector.js";
import { bitAt, bitmap, setBit, vector } from "./vector.js";

/**
 * Gathers the rows of a vector at the given indexes.
 * @example takeRows(vector(2, { values: Int32Array.of(5, 6) }), Int32Array.of(1), int32).values // Int32Array.of(6)
 */
export function takeRows(source: Vector, indexes: Int32Array, dtype: DType): Vector {
  const { length } = indexes;
  const validity = source.validity === null ? null : takeBits(source.validity, indexes);
  if (dtype.kind === "bool")
    // The layout of bool vectors.
    return vector(length, { validity, values: takeBits(source.values as Uint8Array, indexes) });
  if (isStruct(dtype)) {
    const fields = Object.values(dtype.fields);
    const children = source.children.map((child, i) => takeRows(child, indexes, fields[i] ?? dtype));
    return vector(length, { validity, children });
  }
  if (source.offsets === null) return vector(length, { validity, values: takeValues(source, indexes) });
  const { offsets, childIndexes } = takeRanges(source.offsets, indexes);
  if (isArray(dtype) || isMap(dtype)) {
    const inner = isArray(dtype) ? [dtype.element] : [dtype.key, dtype.value];
    const children = source.children.map((child, i) => takeRows(child, childIndexes, inner[i] ?? dtype));
    return vector(length, { validity, offsets, children });
  }
  return vector(length, { validity, offsets, values: takeStrided(source.values, childIndexes, 1) });
}

function takeBits(bits: Uint8Array, indexes: Int32Array): Uint8Array {
  const result = bitmap(indexes.length);
  for (const [i, index] of indexes.entries()) if (bitAt(bits, index)) setBit(result, i);
  return result;
}

/** Gathers fixed-width values: one or more array elements per row. */
const takeValues = ({ values, length }: Vector, indexes: Int32Array): VectorArray =>
  takeStrided(values, indexes, length === 0 ? 1 : values.length / length);

function takeStrided(values: VectorArray, indexes: Int32Array, stride: number): VectorArray {
  // All typed arrays have this constructor.
  const ArrayClass = values.constructor as new (length: number) => VectorArray;
  const result: { [i: number]: unknown } & VectorArray = new ArrayClass(indexes.length * stride);
  for (const [i, index] of indexes.entries())
    for (let offset = 0; offset < stride; offset++) result[i * stride + offset] = values[index * stride + offset] ?? 0;
  return result;
}

/** The offsets of the gathered rows, and the indexes of their items in the child vector or bytes. */
function takeRanges(offsets: Int32Array, indexes: Int32Array): { offsets: Int32Array; childIndexes: Int32Array } {
  const result = new Int32Array(indexes.length + 1);
  for (const [i, index] of indexes.entries())
    result[i + 1] = (result[i] ?? 0) + (offsets[index + 1] ?? 0) - (offsets[index] ?? 0);
  const childIndexes = new Int32Array(result[indexes.length] ?? 0);
  let position = 0;
  for (const index of indexes)
    for (let offset = offsets[index] ?? 0; offset < (offsets[index + 1] ?? 0); offset++)
      childIndexes[position++] = offset;
  return { offsets: result, childIndexes };
}
