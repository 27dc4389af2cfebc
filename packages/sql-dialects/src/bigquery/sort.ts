import { commaList, isNotNull, isNull, sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import type { SortSql } from "../sql/query.js";

/**
 * The sort keys of an aggregate or a window. There BigQuery only supports NULLs first if ascending and last if
 * descending; otherwise an IS NULL key is added in front.
 */
export function sortList(keys: readonly SortSql[]): Sql {
  return commaList(keys.flatMap(sortKeys));
}
function sortKeys({ sql: key, descending, nulls, nullable = true, leadingKey: lead }: SortSql): readonly Sql[] {
  const terms = [...(lead ? [lead] : []), key].map((value) => (descending ? sql`${value} DESC` : value));
  if (!nullable || (nulls === "first") !== descending) return terms;
  return [nulls === "last" ? isNull(key) : isNotNull(key), ...terms];
}
