import type { SortSql } from "../sql/query.js";

/** The sort keys of the reverse order. */
export const reverseSortKeys = (keys: readonly SortSql[] | undefined): SortSql[] =>
  (keys ?? []).map((key) => ({ ...key, descending: !key.descending, nulls: key.nulls === "first" ? "last" : "first" }));
