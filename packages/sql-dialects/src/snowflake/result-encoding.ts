import type { DType } from "@avocet/core";
import type { Sql } from "../sql/expr.js";
import { uniqueName } from "../sql/unique-name.js";

/**
 * Snowflake's driver keeps columns by their names in a plain object, and fails for those that such an object has from the beginning, such
 * as `constructor`: they come as column_1 and so on.
 */
export function encodeResult(
  value: Sql,
  _dtype: DType,
  names: readonly string[],
  index: number,
): readonly [string, Sql] | undefined {
  const name = names[index] ?? "";
  return name in Object.prototype ? [uniqueName(`column_${index + 1}`, names), value] : undefined;
}
