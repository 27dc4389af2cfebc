import type { Sql } from "./expr.js";
import { replaced } from "./expr.js";
import type { FromItem, Query, Select, SortSql } from "./query.js";

/** As {@link replaced}, and inside of the queries of an expression by `inside`. */
export const replacedEverywhere = (
  root: Sql,
  by: (sql: Sql) => Sql | undefined,
  inside: (sql: Sql) => Sql | undefined = by,
): Sql =>
  replaced(
    root,
    (sql) => by(sql) ?? (sql.kind === "query" ? { kind: "query", query: queryWith(sql.query, inside) } : undefined),
  );

// Queries nest only as deep as a person nests subqueries.
function queryWith(query: Query, by: (sql: Sql) => Sql | undefined): Query {
  switch (query.kind) {
    case "raw":
    case "values":
      return query;
    case "set":
      return { ...query, operands: query.operands.map((operand) => queryWith(operand, by)) };
    case "select":
      return selectWith(query, by);
  }
}

function selectWith(select: Select, by: (sql: Sql) => Sql | undefined): Select {
  const of = (sql: Sql): Sql => replacedEverywhere(sql, by);
  const each = (list: readonly Sql[]): Sql[] => list.map(of);
  const key = (sort: SortSql): SortSql => ({
    ...sort,
    sql: of(sort.sql),
    ...(sort.lead ? { lead: of(sort.lead) } : {}),
  });
  const from = (source: FromItem): FromItem => {
    const { item } = source;
    if (item.kind === "subquery") return { ...source, item: { ...item, query: queryWith(item.query, by) } };
    return item.kind === "function" ? { ...source, item: { ...item, sql: of(item.sql) } } : source;
  };
  return {
    ...select,
    items: select.items.map(([name, value]) => [name, of(value)]),
    from: select.from && from(select.from),
    joins: select.joins.map((join) => ({ ...join, from: from(join.from), on: join.on && each(join.on) })),
    where: each(select.where),
    groupBy: select.groupBy && each(select.groupBy),
    having: each(select.having),
    qualify: each(select.qualify),
    orderBy: select.orderBy.map(key),
  };
}
