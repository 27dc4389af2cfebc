import { commaList, isNotNull, isNull, sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import type { SortSql } from "../sql/query.js";

/**
 * The keys of an order inside of an aggregate or a window, where BigQuery takes NULLs only first in ascending order and last in descending
 * order: otherwise whether it is NULL is a key before.
 */
export function sortList(keys: readonly SortSql[]): Sql {
  return commaList(keys.flatMap(keyList));
}
function keyList({ sql: key, descending, nulls, nullable = true, lead }: SortSql): readonly Sql[] {
  const own = [...(lead ? [lead] : []), key].map((value) => (descending ? sql`${value} DESC` : value));
  if (!nullable || (nulls === "first") !== descending) return own;
  return [nulls === "last" ? isNull(key) : isNotNull(key), ...own];
}
