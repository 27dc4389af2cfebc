import type { DType } from "@avocet/core";
import type { Sql } from "../sql/expr.js";
import { uniqueName } from "../sql/unique-name.js";

/**
 * Renames result columns that the driver cannot handle. It stores columns by name in a plain object, and fails for
 * names that every object inherits, such as `constructor`; these become column_1 and so on.
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
