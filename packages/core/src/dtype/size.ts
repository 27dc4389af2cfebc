import { AvocetError } from "../errors.js";
import type { DType } from "./dtype.js";
import { isArray, isMap, isStruct } from "./kinds.js";

/** How deep arrays, maps and structs nest at most. */
export const MAX_DEPTH = 64;
/** How many parts a dtype has at most, each counted as often as it is written. */
const MAX_PARTS = 20_000;

interface Size {
  readonly depth: number;
  readonly parts: number;
}
const PLAIN: Size = { depth: 0, parts: 1 };
const sizes = new WeakMap<DType, Size>();

const partsOf = (dtype: DType): readonly DType[] => {
  if (isArray(dtype)) return [dtype.element];
  if (isMap(dtype)) return [dtype.key, dtype.value];
  return isStruct(dtype) ? Object.values(dtype.fields) : [];
};

/** Depth and number of parts; a dtype that is used in many places is looked at once. */
function sizeOf(dtype: DType): Size {
  const parts = partsOf(dtype);
  if (parts.length === 0) return PLAIN;
  let size = sizes.get(dtype);
  if (!size) {
    let depth = 0;
    let count = 1;
    for (const part of parts) {
      const inner = sizeOf(part);
      depth = Math.max(depth, inner.depth);
      count += inner.parts;
    }
    size = { depth: depth + 1, parts: count };
    sizes.set(dtype, size);
  }
  return size;
}

/**
 * Refuses a dtype that is too deep or too wide to be written down: structs of structs double with each step. A dtype is checked
 * whenever an operation makes one, so its own parts have been checked before and the depth of the call stack is bounded.
 */
export function checkSize(dtype: DType): void {
  const { depth, parts } = sizeOf(dtype);
  if (depth <= MAX_DEPTH && parts <= MAX_PARTS) return;
  throw new AvocetError(
    "invalid-dtype",
    depth > MAX_DEPTH
      ? `the dtype nests arrays, maps and structs more than ${MAX_DEPTH} deep`
      : `the dtype has more than ${MAX_PARTS} parts`,
    { hint: "Unnest or unpack the values before they are put into others, or keep them as json." },
  );
}
