import type { RuleContext } from "../../dialect.js";
import { commaList, identifierSql, isNotNull, keyword, operand, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { mark } from "../../sql/expr.js";
import * as Precedence from "../../sql/precedence.js";
import type { SortSql } from "../../sql/query.js";
import { subquery } from "../build.js";

type Context = Pick<RuleContext, "aggregate" | "over">;

/** Combines the user's condition with one that skips rows where the argument is NULL. */
export const andNotNull = (arg: Sql, where: Sql | undefined): Sql =>
  where ? sql`${operand(isNotNull(arg), Precedence.and)} AND ${operand(where, Precedence.and)}` : isNotNull(arg);

/** UNNEST of arrays of the same length, as columns with the given names. */
export const unnestArrays = (arrays: readonly Sql[], names: readonly Sql[]): Sql =>
  sql`UNNEST(${commaList(arrays)}) AS ${identifierSql("rows")}(${commaList(names)})`;

/**
 * Collects the values of a window into arrays and runs a subquery over them, because PostgreSQL does not support
 * DISTINCT, ORDER BY and WITHIN GROUP in window aggregates.
 */
export function queryWindowValues(
  values: readonly Sql[],
  where: Sql | undefined,
  { aggregate }: Context,
  body: (rows: Sql, ...columns: readonly Sql[]) => Sql,
): Sql {
  const names = values.map((_, i) => identifierSql(`value_${i + 1}`));
  const arrays = values.map((value) => aggregate("ARRAY_AGG", [value], { where }));
  return subquery(body(unnestArrays(arrays, names), ...names));
}

/** An ordered-set aggregate; `fn` is its call with direct arguments. */
export function withinGroup(fn: Sql, sortKey: Sql, where: Sql | undefined): Sql {
  const filter = where ? sql` FILTER (WHERE ${where})` : sql``;
  return mark.aggregate(sql`${fn} WITHIN GROUP (ORDER BY ${sortKey})${filter}`);
}

/** The sort keys in reverse order. */
export const reverseSortKeys = (keys: readonly SortSql[]): SortSql[] =>
  keys.map((key) => ({ ...key, descending: !key.descending, nulls: key.nulls === "first" ? "last" : "first" }));

const sortKeyList = (keys: readonly SortSql[]): Sql =>
  commaList(
    keys.map(
      (key) => sql`${key.sql} ${keyword(`${key.descending ? "DESC" : "ASC"} NULLS ${key.nulls.toUpperCase()}`)}`,
    ),
  );

/** The value in the first row by the sort keys. */
export function firstByOrder(value: Sql, keys: readonly SortSql[], where: Sql | undefined, context: Context): Sql {
  if (!context.over) return sql`(${context.aggregate("ARRAY_AGG", [value], { where, orderBy: keys })})[1]`;
  return queryWindowValues([value, ...keys.map((key) => key.sql)], where, context, (rows, first, ...columns) => {
    const order = sortKeyList(keys.map((key, i) => ({ ...key, sql: columns[i] ?? key.sql })));
    return sql`SELECT ${first ?? value} FROM ${rows} ORDER BY ${order} LIMIT 1`;
  });
}
/** The values of a window, optionally distinct and ordered, as an array or as the result of `aggregate`. */
export function collectOverWindow(
  value: Sql,
  {
    orderBy = [],
    distinct,
    where,
  }: {
    readonly orderBy?: readonly SortSql[] | undefined;
    readonly distinct?: boolean | undefined;
    readonly where?: Sql | undefined;
  },
  context: Context,
  aggregate: (value: Sql, order: Sql) => Sql = (v, order) =>
    sql`ARRAY_AGG(${distinct ? sql`DISTINCT ` : sql``}${v}${order})`,
): Sql {
  return queryWindowValues([value, ...orderBy.map((key) => key.sql)], where, context, (rows, item, ...columns) => {
    const keys = orderBy.map((key, i) => ({ ...key, sql: columns[i] ?? key.sql }));
    const order = keys.length > 0 ? sql` ORDER BY ${sortKeyList(keys)}` : sql``;
    return sql`SELECT ${aggregate(item ?? value, order)} FROM ${rows}`;
  });
}
