import { commaList, keyword, sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import type { SortSql } from "../sql/query.js";

/** Sort keys with explicit NULLS FIRST or LAST: by default, Snowflake treats NULL as the largest value. */
export const sortList = (keys: readonly SortSql[]): Sql =>
  commaList(
    keys.map(
      ({ sql: value, descending, nulls }) =>
        sql`${value} ${keyword(`${descending ? "DESC" : "ASC"} NULLS ${nulls === "first" ? "FIRST" : "LAST"}`)}`,
    ),
  );
/** The WITHIN GROUP clause of ARRAY_AGG and LISTAGG. */
export const withinGroup = (keys: readonly SortSql[] | undefined): Sql | undefined =>
  keys && keys.length > 0 ? sql`WITHIN GROUP (ORDER BY ${sortList(keys)})` : undefined;
/** The sort keys of the reverse order. */
export const reverseSortKeys = (keys: readonly SortSql[] | undefined): SortSql[] =>
  (keys ?? []).map((key) => ({ ...key, descending: !key.descending, nulls: key.nulls === "first" ? "last" : "first" }));
