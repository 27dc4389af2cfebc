import type { DType } from "../../dtype/dtype.js";
import { nullType } from "../../dtype/dtype.js";
import { isArray, isMap, isStruct } from "../../dtype/kinds.js";
import { AvocetError } from "../../errors.js";
import { suggestion } from "../../suggest.js";
import type { Accepts } from "../define.js";

/** The dtype of the elements of an array. */
export const elementOf = (dtype: DType): DType => (isArray(dtype) ? dtype.element : nullType);
/** The dtype of the keys of a map. */
export const mapKeyOf = (dtype: DType): DType => (isMap(dtype) ? dtype.key : nullType);
/** The dtype of the values of a map. */
export const mapValueOf = (dtype: DType): DType => (isMap(dtype) ? dtype.value : nullType);
/** The dtype of a field of a struct, which must have it. */
export function fieldOf(dtype: DType, name = ""): DType {
  if (dtype.kind === "null") return nullType;
  const field = isStruct(dtype) && Object.hasOwn(dtype.fields, name) ? dtype.fields[name] : undefined;
  if (field) return field;
  throw new AvocetError("unknown-column", `the struct has no field \`${name}\``, {
    hint: suggestion(name, isStruct(dtype) ? Object.keys(dtype.fields) : [], "fields"),
  });
}

/** Arrays whose elements are of a class of dtypes. NULL is in every class. */
export const listOf = (of: Accepts, label: string): Accepts => ({
  label,
  test: (dtype) => isArray(dtype) && (dtype.element.kind === "null" || of.test(dtype.element)),
});
