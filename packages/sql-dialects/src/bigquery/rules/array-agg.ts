import type { DType } from "@avocet/core";
import type { RuleContext } from "../../dialect.js";
import { and, call, commaList, infix, intLiteral, isNotNull, isNull, NULL, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import * as Precedence from "../../sql/precedence.js";
import type { SortSql } from "../../sql/query.js";
import { comparesAsText } from "../compare.js";
import { arrayOf, elementRows, evaluateOnce, fieldLabel, ifElse, structField, wrapNestedArray } from "../scope.js";
import { sortList } from "../sort.js";
import { isArrayLike } from "../types.js";
import { distinctElements as distinctOf } from "./array-helpers.js";
import { nullUnless } from "./operands.js";

// ARRAY_AGG and functions based on it. BigQuery supports ORDER BY in aggregates, but not in windows.

type Context = Pick<RuleContext, "aggregate" | "window">;
interface CollectArgs {
  readonly arg: Sql;
  readonly dtype: DType;
  /** The condition that rows must meet. */
  readonly filter?: Sql | undefined;
  readonly orderBy?: readonly SortSql[] | undefined;
  readonly distinct?: boolean | undefined;
  readonly includeNull?: boolean | undefined;
}
const VALUE_FIELD = "value";
const andOptional = (a: Sql | undefined, b: Sql | undefined): Sql | undefined => (a && b ? and(a, b) : (a ?? b));
const reverseSortKeys = (keys: readonly SortSql[]): SortSql[] =>
  keys.map((key) => ({ ...key, descending: !key.descending, nulls: key.nulls === "first" ? "last" : "first" }));

/** Collects structs of the value and the sort keys into an array, and reads the values back in order. */
function collectRecords({ arg, dtype, filter, includeNull, orderBy = [] }: CollectArgs, { aggregate }: Context) {
  const condition = includeNull || !dtype.nullable ? filter : andOptional(filter, isNotNull(arg));
  const fields: [string, Sql, DType][] = [[VALUE_FIELD, arg, dtype]];
  const order = orderBy.map((key, i) => {
    fields.push([`key_${i + 1}`, key.sql, UNKNOWN_TYPE]);
    if (key.leadingKey) fields.push([`lead_${i + 1}`, key.leadingKey, UNKNOWN_TYPE]);
    return key;
  });
  const record = sql`STRUCT(${commaList(fields.map(([name, value]) => sql`${value} AS ${fieldLabel(name)}`))})`;
  const array = aggregate("ARRAY_AGG", [sql`${nullUnless(record, condition)} IGNORE NULLS`]);
  const fieldTypes = Object.fromEntries(fields.map(([name, , type]) => [name, type]));
  const read = (values: Sql, use: (value: Sql, order: Sql | null, from: Sql) => Sql): Sql => {
    // a complete struct dtype
    const rows = elementRows(values, { kind: "struct", nullable: true, fields: fieldTypes } as DType, [], "record");
    const keys = order.map((key, i): SortSql => {
      const lead = key.leadingKey ? { leadingKey: structField(rows.element, `lead_${i + 1}`) } : {};
      return { ...key, ...lead, sql: structField(rows.element, `key_${i + 1}`) };
    });
    return rows.query(
      use(
        structField(rows.element, VALUE_FIELD),
        keys.length ? sortList(keys) : null,
        keys.length ? rows.fromWithoutOffset : rows.from,
      ),
    );
  };
  return { array, read };
}
const UNKNOWN_TYPE: DType = { kind: "null", nullable: true };

/** The values as an array, by `orderBy` if there is one. NULL if there are no rows. */
export function collectArray(args: CollectArgs, context: Context): Sql {
  const { arg, dtype, filter, includeNull = false, orderBy = [], distinct = false } = args;
  if (distinct && (orderBy.length > 0 || comparesAsText(dtype) || context.window)) {
    return evaluateOnce({ values: collectArray({ ...args, distinct: false }, context) }, ({ values }) =>
      ifElse(isNull(values), NULL, distinctOf(values, { ...dtype, nullable: includeNull })),
    );
  }
  if ((context.window && orderBy.length > 0) || (includeNull && filter)) {
    const { array, read } = collectRecords(args, context);
    return evaluateOnce({ values: array }, ({ values }) =>
      ifElse(
        isNull(values),
        NULL,
        arrayOf(
          read(values, (value, order, from) =>
            order
              ? sql`SELECT ${wrapNestedArray(value, dtype)} FROM ${from} ORDER BY ${order}`
              : sql`SELECT ${wrapNestedArray(value, dtype)} FROM ${from}`,
          ),
        ),
      ),
    );
  }
  const condition = isArrayLike(dtype) && !includeNull && dtype.nullable ? andOptional(filter, isNotNull(arg)) : filter;
  const value = nullUnless(wrapNestedArray(arg, dtype), condition);
  return context.aggregate("ARRAY_AGG", [includeNull ? value : sql`${value} IGNORE NULLS`], { distinct, orderBy });
}

/** The first or last value by `orderBy`. NULL if there are no rows. */
export function firstOrLast(args: CollectArgs & { readonly last?: boolean }, context: Context): Sql {
  const { arg, dtype, filter, includeNull = false, orderBy = [], last = false } = args;
  const order = last ? reverseSortKeys(orderBy) : orderBy;
  const wrapsInStruct = (includeNull && filter !== undefined) || isArrayLike(dtype);
  const condition =
    includeNull || !wrapsInStruct ? filter : andOptional(filter, dtype.nullable ? isNotNull(arg) : undefined);
  const record = wrapsInStruct ? sql`STRUCT(${arg} AS ${fieldLabel(VALUE_FIELD)})` : arg;
  const unwrap = (value: Sql): Sql => (wrapsInStruct ? structField(value, VALUE_FIELD) : value);
  const value = nullUnless(record, condition);
  const nulls = includeNull && !wrapsInStruct ? sql`` : sql` IGNORE NULLS`;
  if (context.window && order.length > 0) {
    const { array, read } = collectRecords({ ...args, orderBy: order }, context);
    return evaluateOnce(
      { values: array },
      ({ values }) =>
        sql`(${read(values, (item, keys, from) => sql`SELECT ${item} FROM ${from} ORDER BY ${keys ?? NULL} LIMIT 1`)})`,
    );
  }
  if (context.window && context.window.orderBy.length > 0)
    return unwrap(context.aggregate(last ? "LAST_VALUE" : "FIRST_VALUE", [sql`${value}${nulls}`]));
  if (last && order.length === 0)
    return evaluateOnce({ values: context.aggregate("ARRAY_AGG", [sql`${value}${nulls}`]) }, ({ values }) =>
      unwrap(sql`${values}[SAFE_OFFSET(${infix(call("ARRAY_LENGTH", values), "-", intLiteral(1), Precedence.add)})]`),
    );
  const limit = context.window ? {} : { argumentSuffix: sql`LIMIT 1` };
  const array = context.aggregate("ARRAY_AGG", [sql`${value}${nulls}`], { orderBy: order, ...limit });
  return unwrap(sql`${array}[SAFE_OFFSET(0)]`);
}
