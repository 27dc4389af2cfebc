import type { DType } from "../dtype/dtype.js";
import { isArray, isMap, isStruct } from "../dtype/kinds.js";
import type { Vector, VectorArray } from "./vector.js";
import { bitAt, bitmap, setBit, vector } from "./vector.js";

/**
 * The rows of a vector at some places, in their order.
 * @example takeRows(vector(2, { values: Int32Array.of(5, 6) }), Int32Array.of(1), int32).values // Int32Array.of(6)
 */
export function takeRows(from: Vector, places: Int32Array, dtype: DType): Vector {
  const { length } = places;
  const validity = from.validity === null ? null : takeBits(from.validity, places);
  if (dtype.kind === "bool") return vector(length, { validity, values: takeBits(from.values as Uint8Array, places) }); // as the layout of bools says
  if (isStruct(dtype)) {
    const fields = Object.values(dtype.fields);
    const children = from.children.map((child, i) => takeRows(child, places, fields[i] ?? dtype));
    return vector(length, { validity, children });
  }
  if (from.offsets === null) return vector(length, { validity, values: takeValues(from, places) });
  const { offsets, parts } = takeSpans(from.offsets, places);
  if (isArray(dtype) || isMap(dtype)) {
    const inner = isArray(dtype) ? [dtype.element] : [dtype.key, dtype.value];
    const children = from.children.map((child, i) => takeRows(child, parts, inner[i] ?? dtype));
    return vector(length, { validity, offsets, children });
  }
  return vector(length, { validity, offsets, values: takeWide(from.values, parts, 1) });
}

function takeBits(bits: Uint8Array, places: Int32Array): Uint8Array {
  const taken = bitmap(places.length);
  for (const [i, place] of places.entries()) if (bitAt(bits, place)) setBit(taken, i);
  return taken;
}

/** Values of fixed width: one or more elements of the array for each row. */
const takeValues = ({ values, length }: Vector, places: Int32Array): VectorArray =>
  takeWide(values, places, length === 0 ? 1 : values.length / length);

function takeWide(values: VectorArray, places: Int32Array, width: number): VectorArray {
  const Class = values.constructor as new (length: number) => VectorArray; // typed arrays are made so
  const taken: { [i: number]: unknown } & VectorArray = new Class(places.length * width);
  for (const [i, place] of places.entries())
    for (let k = 0; k < width; k++) taken[i * width + k] = values[place * width + k] ?? 0;
  return taken;
}

/** Where the parts of each row begin among those taken, and the places of those parts. */
function takeSpans(offsets: Int32Array, places: Int32Array): { offsets: Int32Array; parts: Int32Array } {
  const taken = new Int32Array(places.length + 1);
  for (const [i, place] of places.entries())
    taken[i + 1] = (taken[i] ?? 0) + (offsets[place + 1] ?? 0) - (offsets[place] ?? 0);
  const parts = new Int32Array(taken[places.length] ?? 0);
  let at = 0;
  for (const place of places) for (let k = offsets[place] ?? 0; k < (offsets[place + 1] ?? 0); k++) parts[at++] = k;
  return { offsets: taken, parts };
}
