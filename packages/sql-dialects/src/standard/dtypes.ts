import type { DType } from "@avocet/core";
import { isArray } from "@avocet/core/dialect";

/** Element dtype of an array. Another dtype, such as that of a bare NULL, is returned unchanged. */
export const elementOf = (dtype: DType): DType => (isArray(dtype) ? dtype.element : dtype);
