import type { DType } from "@avocet/core";
import type { Sql } from "../sql/expr.js";
import { freeName } from "../sql/names.js";

/**
 * Snowflake's driver keeps columns by their names in a plain object, and fails for those that such an object has from the beginning, such
 * as `constructor`: they come as column_1 and so on.
 */
export function wire(
  value: Sql,
  _dtype: DType,
  names: readonly string[],
  place: number,
): readonly [string, Sql] | undefined {
  const name = names[place] ?? "";
  return name in Object.prototype ? [freeName(`column_${place + 1}`, names), value] : undefined;
}
