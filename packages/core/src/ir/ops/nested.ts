import type { DType } from "../../dtype/dtype.js";
import { nullType } from "../../dtype/dtype.js";
import { isArray, isMap, isStruct } from "../../dtype/kinds.js";
import { AvocetError } from "../../errors.js";
import { suggestion } from "../../suggest.js";
import type { ArgType } from "../define.js";

/** Element dtype of an array; the null dtype otherwise. */
export const elementOf = (dtype: DType): DType => (isArray(dtype) ? dtype.element : nullType);
/** Key dtype of a map; the null dtype otherwise. */
export const mapKeyOf = (dtype: DType): DType => (isMap(dtype) ? dtype.key : nullType);
/** Value dtype of a map; the null dtype otherwise. */
export const mapValueOf = (dtype: DType): DType => (isMap(dtype) ? dtype.value : nullType);
/** Dtype of a field of a struct. Throws `unknown-column` if there is no such field. */
export function fieldOf(dtype: DType, name = ""): DType {
  if (dtype.kind === "null") return nullType;
  const field = isStruct(dtype) && Object.hasOwn(dtype.fields, name) ? dtype.fields[name] : undefined;
  if (field) return field;
  throw new AvocetError("unknown-column", `The struct has no field \`${name}\``, {
    hint: suggestion(name, isStruct(dtype) ? Object.keys(dtype.fields) : [], "fields"),
  });
}

/** Accepts arrays whose elements are of given dtypes. The dtype of a bare NULL is always accepted. */
export const arrayOfArg = (of: ArgType, label: string): ArgType => ({
  label,
  test: (dtype) => isArray(dtype) && (dtype.element.kind === "null" || of.test(dtype.element)),
});
