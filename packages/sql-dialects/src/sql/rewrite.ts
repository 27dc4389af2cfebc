import type { Sql } from "./expr.js";
import { rewriteSql } from "./expr.js";
import type { FromItem, Query, Select, SortSql } from "./query.js";

/** Like {@link rewriteSql}, and also rewrites subqueries, with `insideSubqueries` if it is passed. */
export const rewriteWithSubqueries = (
  root: Sql,
  replacementOf: (sql: Sql) => Sql | undefined,
  insideSubqueries: (sql: Sql) => Sql | undefined = replacementOf,
): Sql =>
  rewriteSql(
    root,
    (sql) =>
      replacementOf(sql) ??
      (sql.kind === "query" ? { kind: "query", query: rewriteQuery(sql.query, insideSubqueries) } : undefined),
  );

// Recursive, as queries nest only as deep as users nest subqueries.
function rewriteQuery(query: Query, replacementOf: (sql: Sql) => Sql | undefined): Query {
  switch (query.kind) {
    case "raw":
    case "values":
      return query;
    case "set":
      return { ...query, operands: query.operands.map((operand) => rewriteQuery(operand, replacementOf)) };
    case "select":
      return rewriteSelect(query, replacementOf);
  }
}

function rewriteSelect(select: Select, replacementOf: (sql: Sql) => Sql | undefined): Select {
  const rewrite = (sql: Sql): Sql => rewriteWithSubqueries(sql, replacementOf);
  const rewriteAll = (list: readonly Sql[]): Sql[] => list.map(rewrite);
  const rewriteSortKey = (sort: SortSql): SortSql => ({
    ...sort,
    sql: rewrite(sort.sql),
    ...(sort.leadingKey ? { leadingKey: rewrite(sort.leadingKey) } : {}),
  });
  const rewriteFromItem = (fromItem: FromItem): FromItem => {
    const { item } = fromItem;
    if (item.kind === "subquery")
      return { ...fromItem, item: { ...item, query: rewriteQuery(item.query, replacementOf) } };
    return item.kind === "function" ? { ...fromItem, item: { ...item, sql: rewrite(item.sql) } } : fromItem;
  };
  return {
    ...select,
    items: select.items.map(([name, value]) => [name, rewrite(value)]),
    from: select.from && rewriteFromItem(select.from),
    joins: select.joins.map((join) => ({
      ...join,
      from: rewriteFromItem(join.from),
      on: join.on && rewriteAll(join.on),
    })),
    where: rewriteAll(select.where),
    groupBy: select.groupBy && rewriteAll(select.groupBy),
    having: rewriteAll(select.having),
    qualify: rewriteAll(select.qualify),
    orderBy: select.orderBy.map(rewriteSortKey),
  };
}
