import { AvocetError } from "../errors.js";
import type { DType } from "./dtype.js";
import { isArray, isMap, isStruct } from "./kinds.js";

/** Maximum nesting depth of arrays, maps and structs. */
export const MAX_DEPTH = 64;
/** Maximum number of dtypes nested in a dtype, including itself; a dtype that occurs twice counts twice. */
const MAX_NODES = 20_000;

interface Size {
  readonly depth: number;
  readonly nodeCount: number;
}
const LEAF: Size = { depth: 0, nodeCount: 1 };
const sizes = new WeakMap<DType, Size>();

const childDTypes = (dtype: DType): readonly DType[] => {
  if (isArray(dtype)) return [dtype.element];
  if (isMap(dtype)) return [dtype.key, dtype.value];
  return isStruct(dtype) ? Object.values(dtype.fields) : [];
};

/** Depth and total number of nested dtypes, cached because dtypes are shared. */
function sizeOf(dtype: DType): Size {
  const childTypes = childDTypes(dtype);
  if (childTypes.length === 0) return LEAF;
  let size = sizes.get(dtype);
  if (!size) {
    let depth = 0;
    let nodeCount = 1;
    for (const child of childTypes) {
      const inner = sizeOf(child);
      depth = Math.max(depth, inner.depth);
      nodeCount += inner.nodeCount;
    }
    size = { depth: depth + 1, nodeCount };
    sizes.set(dtype, size);
  }
  return size;
}

/**
 * Throws `invalid-dtype` if a dtype is nested too deeply or too large to print: structs of structs can double in size
 * with each level. Operations check every dtype that they return, so nested dtypes have been checked before and the
 * recursion depth is bounded.
 */
export function checkSize(dtype: DType): void {
  const { depth, nodeCount } = sizeOf(dtype);
  if (depth <= MAX_DEPTH && nodeCount <= MAX_NODES) return;
  throw new AvocetError(
    "invalid-dtype",
    depth > MAX_DEPTH
      ? `The dtype nests arrays, maps and structs more than ${MAX_DEPTH} levels deep`
      : `The dtype consists of more than ${MAX_NODES} dtypes`,
    { hint: "Unnest or unpack the values before nesting them again, or store them as json." },
  );
}
