import { commaList, sql } from "../sql/build.js";
import type { Source, Sql } from "../sql/expr.js";
import { hasWindow } from "../sql/expr.js";
import type { FromItem, JoinItem, Query, Select } from "../sql/query.js";
import { selectFrom } from "../sql/query.js";
import { fieldLabel } from "./scope.js";
import { sortList } from "./sort.js";

// BigQuery has no LATERAL and rewrites correlated subqueries to joins, which allows LIMIT only inside of ARRAY_AGG.

/** True if the query returns the rows of FROM and WHERE, possibly sorted and limited. */
const isSimple = (select: Select): boolean =>
  !select.distinct &&
  select.groupBy === null &&
  select.having.length === 0 &&
  select.qualify.length === 0 &&
  select.offset === 0 &&
  !select.items.some(([, value]) => hasWindow(value)) &&
  !select.orderBy.some((key) => hasWindow(key.sql));
const subquery = (query: Query): Sql => ({ kind: "query", query });

/** An array of `value` for the first rows of a query. */
function firstRows(select: Select, value: Sql): Sql {
  const order = select.orderBy.length > 0 ? sql` ORDER BY ${sortList(select.orderBy)}` : sql``;
  const limit = sql` LIMIT ${{ kind: "literal", value: select.limit ?? 0, dtype: { kind: "int64", nullable: false }, fixed: true }}`;
  const values = sql`ARRAY_AGG(${value}${order}${limit})`;
  return subquery({ ...select, items: [["rows", values]], orderBy: [], limit: null });
}

/** Rewrites a correlated scalar subquery with LIMIT 1. */
export function compileCorrelatedLimit(select: Select): Query {
  const [item] = select.items;
  if (!item || !isSimple(select) || select.limit !== 1) return select;
  const rows = firstRows(select, sql`STRUCT(${item[1]} AS ${fieldLabel("value")})`);
  return selectFrom(null, [[item[0], sql`(${rows}[SAFE_OFFSET(0)]).${fieldLabel("value")}`]]);
}

/** A correlated query joined to the preceding row, as UNNEST of an array of its rows. */
export function lateral(query: Query, columns: readonly string[], alias: string, keepEmpty: boolean): JoinItem {
  const usesArrayAgg = query.kind === "select" && query.limit !== null && isSimple(query);
  const array = usesArrayAgg ? firstRows(query, structFromItems(query.items)) : sql`ARRAY${rowStructs(query, columns)}`;
  const item: FromItem["item"] = { kind: "function", sql: sql`UNNEST(${array})`, columns: null };
  return { joinType: keepEmpty ? "LEFT JOIN" : "CROSS JOIN", from: { source: { name: alias }, item }, on: null };
}
function structFromItems(items: Select["items"]): Sql {
  if (items.length === 0) return sql`STRUCT(1 AS ${fieldLabel("one")})`;
  return sql`STRUCT(${commaList(items.map(([item, value]) => sql`${value} AS ${fieldLabel(item)}`))})`;
}
/** A query that returns each row as a struct. */
function rowStructs(query: Query, columns: readonly string[]): Sql {
  if (query.kind === "select" && !query.distinct) return subquery({ ...query, asStruct: true });
  const source: Source = { name: "result" };
  const items = columns.map((column) => [column, { kind: "column", source, name: column }] as const);
  return subquery({ ...selectFrom({ source, item: { kind: "subquery", query } }, items), asStruct: true });
}
