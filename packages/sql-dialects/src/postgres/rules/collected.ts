import type { RuleContext } from "../../dialect.js";
import { commaList, identifierSql, isNotNull, keyword, operand, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { mark, Precedence } from "../../sql/expr.js";
import type { SortSql } from "../../sql/query.js";
import { query } from "../build.js";

type Context = Pick<RuleContext, "aggregate" | "over">;

/** A condition that leaves out rows where the argument is NULL, along with the user's own. */
export const present = (arg: Sql, where: Sql | undefined): Sql =>
  where ? sql`${operand(isNotNull(arg), Precedence.and)} AND ${operand(where, Precedence.and)}` : isNotNull(arg);

/** The rows of arrays of the same length, under names of their own. */
export const rowsOf = (arrays: readonly Sql[], names: readonly Sql[]): Sql =>
  sql`UNNEST(${commaList(arrays)}) AS ${identifierSql("rows")}(${commaList(names)})`;

/**
 * What a query makes of some values of all rows of a window: PostgreSQL takes no DISTINCT, ORDER BY or WITHIN GROUP there, so the values
 * are collected first.
 */
export function overWindow(
  values: readonly Sql[],
  where: Sql | undefined,
  { aggregate }: Context,
  use: (rows: Sql, ...columns: readonly Sql[]) => Sql,
): Sql {
  const names = values.map((_, i) => identifierSql(`value_${i + 1}`));
  const arrays = values.map((value) => aggregate("ARRAY_AGG", [value], { where }));
  return query(use(rowsOf(arrays, names), ...names));
}

/** An aggregate of sorted values: its name and direct arguments, and the value. */
export function withinGroup(fn: Sql, by: Sql, where: Sql | undefined): Sql {
  const filter = where ? sql` FILTER (WHERE ${where})` : sql``;
  return mark.aggregate(sql`${fn} WITHIN GROUP (ORDER BY ${by})${filter}`);
}

/** The keys the other way around, for the last instead of the first. */
export const reversed = (keys: readonly SortSql[]): SortSql[] =>
  keys.map((key) => ({ ...key, descending: !key.descending, nulls: key.nulls === "first" ? "last" : "first" }));

const keyList = (keys: readonly SortSql[]): Sql =>
  commaList(
    keys.map(
      (key) => sql`${key.sql} ${keyword(`${key.descending ? "DESC" : "ASC"} NULLS ${key.nulls.toUpperCase()}`)}`,
    ),
  );

/** The value in the first row of an order. */
export function firstBy(value: Sql, keys: readonly SortSql[], where: Sql | undefined, context: Context): Sql {
  if (!context.over) return sql`(${context.aggregate("ARRAY_AGG", [value], { where, orderBy: keys })})[1]`;
  return overWindow([value, ...keys.map((key) => key.sql)], where, context, (rows, first, ...columns) => {
    const order = keyList(keys.map((key, i) => ({ ...key, sql: columns[i] ?? key.sql })));
    return sql`SELECT ${first ?? value} FROM ${rows} ORDER BY ${order} LIMIT 1`;
  });
}
/** The array of the values, or of the different ones, in an order. */
export function collected(
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
  return overWindow([value, ...orderBy.map((key) => key.sql)], where, context, (rows, own, ...columns) => {
    const keys = orderBy.map((key, i) => ({ ...key, sql: columns[i] ?? key.sql }));
    const order = keys.length > 0 ? sql` ORDER BY ${keyList(keys)}` : sql``;
    return sql`SELECT ${aggregate(own ?? value, order)} FROM ${rows}`;
  });
}
