import { commaList, sql } from "../sql/build.js";
import type { Source, Sql } from "../sql/expr.js";
import { hasWindow } from "../sql/expr.js";
import type { FromItem, JoinItem, Query, Select } from "../sql/query.js";
import { selectFrom } from "../sql/query.js";
import { label } from "./scope.js";
import { sortList } from "./sort.js";

// BigQuery has no LATERAL, and turns a query that hangs on the rows around it into a join: one with a LIMIT only inside of ARRAY_AGG.

/** Whether its rows are those of FROM and WHERE. */
const isSimple = (select: Select): boolean =>
  !select.distinct &&
  select.groupBy === null &&
  select.having.length === 0 &&
  select.qualify.length === 0 &&
  select.offset === 0 &&
  !select.items.some(([, value]) => hasWindow(value)) &&
  !select.orderBy.some((key) => hasWindow(key.sql));
const subquery = (query: Query): Sql => ({ kind: "query", query });

/** The first rows of a query as an array, worked out of each. */
function firstRows(select: Select, value: Sql): Sql {
  const order = select.orderBy.length > 0 ? sql` ORDER BY ${sortList(select.orderBy)}` : sql``;
  const limit = sql` LIMIT ${{ kind: "literal", value: select.limit ?? 0, dtype: { kind: "int64", nullable: false }, fixed: true }}`;
  const gathered = sql`ARRAY_AGG(${value}${order}${limit})`;
  return subquery({ ...select, items: [["rows", gathered]], orderBy: [], limit: null });
}

/** A query for one value. */
export function limited(select: Select): Query {
  const [only] = select.items;
  if (!only || !isSimple(select) || select.limit !== 1) return select;
  const rows = firstRows(select, sql`STRUCT(${only[1]} AS ${label("value")})`);
  return selectFrom(null, [[only[0], sql`(${rows}[SAFE_OFFSET(0)]).${label("value")}`]]);
}

/** The rows of a query that hangs on the row before it, as the elements of an array. */
export function lateral(query: Query, columns: readonly string[], wanted: string, keepEmpty: boolean): JoinItem {
  const picks = query.kind === "select" && query.limit !== null && isSimple(query);
  const array = picks ? firstRows(query, structOf(query.items)) : sql`ARRAY${structs(query, columns)}`;
  const item: FromItem["item"] = { kind: "function", sql: sql`UNNEST(${array})`, columns: null };
  return { how: keepEmpty ? "LEFT JOIN" : "CROSS JOIN", from: { source: { name: wanted }, item }, on: null };
}
function structOf(items: Select["items"]): Sql {
  if (items.length === 0) return sql`STRUCT(1 AS ${label("one")})`;
  return sql`STRUCT(${commaList(items.map(([item, value]) => sql`${value} AS ${label(item)}`))})`;
}
/** Each row as a struct. */
function structs(query: Query, columns: readonly string[]): Sql {
  if (query.kind === "select" && !query.distinct) return subquery({ ...query, asStruct: true });
  const source: Source = { name: "result" };
  const items = columns.map((column) => [column, { kind: "column", source, name: column }] as const);
  return subquery({ ...selectFrom({ source, item: { kind: "subquery", query } }, items), asStruct: true });
}
