import type { DType } from "@avocet/core";
import type { RuleContext } from "../../dialect.js";
import { and, call, commaList, infix, intLiteral, isNotNull, isNull, NULL, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { Precedence } from "../../sql/expr.js";
import type { SortSql } from "../../sql/query.js";
import { hasText } from "../compare.js";
import { arrayOf, boxed, either, elementsOf, field, label, once } from "../scope.js";
import { sortList } from "../sort.js";
import { isListed } from "../types.js";
import { distinct as distinctOf } from "./array-parts.js";
import { where } from "./operands.js";

// Values of rows as an array. BigQuery orders them inside of an aggregate, but not inside of a window.

type Context = Pick<RuleContext, "aggregate" | "window">;
interface Wanted {
  readonly arg: Sql;
  readonly dtype: DType;
  /** The rows that take part. */
  readonly keep?: Sql | undefined;
  readonly orderBy?: readonly SortSql[] | undefined;
  readonly distinct?: boolean | undefined;
  readonly keepNull?: boolean | undefined;
}
const PICKED = "value";
const both = (a: Sql | undefined, b: Sql | undefined): Sql | undefined => (a && b ? and(a, b) : (a ?? b));
const backwards = (keys: readonly SortSql[]): SortSql[] =>
  keys.map((key) => ({ ...key, descending: !key.descending, nulls: key.nulls === "first" ? "last" : "first" }));

/** Rows as structs of a value and of the keys to sort by, in an array; and how to read them from it. */
function records({ arg, dtype, keep, keepNull, orderBy = [] }: Wanted, { aggregate }: Context) {
  const present = keepNull || !dtype.nullable ? keep : both(keep, isNotNull(arg));
  const parts: [string, Sql, DType][] = [[PICKED, arg, dtype]];
  const order = orderBy.map((key, i) => {
    parts.push([`key_${i + 1}`, key.sql, ANY]);
    if (key.lead) parts.push([`lead_${i + 1}`, key.lead, ANY]);
    return key;
  });
  const record = sql`STRUCT(${commaList(parts.map(([own, value]) => sql`${value} AS ${label(own)}`))})`;
  const all = aggregate("ARRAY_AGG", [sql`${where(record, present)} IGNORE NULLS`]);
  const fields = Object.fromEntries(parts.map(([own, , type]) => [own, type]));
  const read = (values: Sql, use: (value: Sql, order: Sql | null, from: Sql) => Sql): Sql => {
    const rows = elementsOf(values, { kind: "struct", nullable: true, fields } as DType, [], "record"); // with all parts of a struct
    const keys = order.map((key, i): SortSql => {
      const lead = key.lead ? { lead: field(rows.element, `lead_${i + 1}`) } : {};
      return { ...key, ...lead, sql: field(rows.element, `key_${i + 1}`) };
    });
    return rows.query(
      use(field(rows.element, PICKED), keys.length ? sortList(keys) : null, keys.length ? rows.only : rows.from),
    );
  };
  return { all, read };
}
const ANY: DType = { kind: "null", nullable: true };

/** All values, in an order if one is given; NULL where no row takes part. */
export function gathered(wanted: Wanted, context: Context): Sql {
  const { arg, dtype, keep, keepNull = false, orderBy = [], distinct = false } = wanted;
  if (distinct && (orderBy.length > 0 || hasText(dtype) || context.window)) {
    return once({ values: gathered({ ...wanted, distinct: false }, context) }, ({ values }) =>
      either(isNull(values), NULL, distinctOf(values, { ...dtype, nullable: keepNull })),
    );
  }
  if ((context.window && orderBy.length > 0) || (keepNull && keep)) {
    const { all, read } = records(wanted, context);
    return once({ values: all }, ({ values }) =>
      either(
        isNull(values),
        NULL,
        arrayOf(
          read(values, (value, order, from) =>
            order
              ? sql`SELECT ${boxed(value, dtype)} FROM ${from} ORDER BY ${order}`
              : sql`SELECT ${boxed(value, dtype)} FROM ${from}`,
          ),
        ),
      ),
    );
  }
  const present = isListed(dtype) && !keepNull && dtype.nullable ? both(keep, isNotNull(arg)) : keep;
  const value = where(boxed(arg, dtype), present);
  return context.aggregate("ARRAY_AGG", [keepNull ? value : sql`${value} IGNORE NULLS`], { distinct, orderBy });
}

/** One value: the first in an order, or the last; NULL where no row takes part. */
export function picked(wanted: Wanted & { readonly last?: boolean }, context: Context): Sql {
  const { arg, dtype, keep, keepNull = false, orderBy = [], last = false } = wanted;
  const order = last ? backwards(orderBy) : orderBy;
  const apart = (keepNull && keep !== undefined) || isListed(dtype);
  const present = keepNull || !apart ? keep : both(keep, dtype.nullable ? isNotNull(arg) : undefined);
  const record = apart ? sql`STRUCT(${arg} AS ${label(PICKED)})` : arg;
  const opened = (value: Sql): Sql => (apart ? field(value, PICKED) : value);
  const value = where(record, present);
  const nulls = keepNull && !apart ? sql`` : sql` IGNORE NULLS`;
  if (context.window && order.length > 0) {
    const { all, read } = records({ ...wanted, orderBy: order }, context);
    return once(
      { values: all },
      ({ values }) =>
        sql`(${read(values, (own, keys, from) => sql`SELECT ${own} FROM ${from} ORDER BY ${keys ?? NULL} LIMIT 1`)})`,
    );
  }
  if (context.window && context.window.orderBy.length > 0)
    return opened(context.aggregate(last ? "LAST_VALUE" : "FIRST_VALUE", [sql`${value}${nulls}`]));
  if (last && order.length === 0)
    return once({ values: context.aggregate("ARRAY_AGG", [sql`${value}${nulls}`]) }, ({ values }) =>
      opened(sql`${values}[SAFE_OFFSET(${infix(call("ARRAY_LENGTH", values), "-", intLiteral(1), Precedence.add)})]`),
    );
  const limit = context.window ? {} : { suffix: sql`LIMIT 1` };
  const all = context.aggregate("ARRAY_AGG", [sql`${value}${nulls}`], { orderBy: order, ...limit });
  return opened(sql`${all}[SAFE_OFFSET(0)]`);
}
