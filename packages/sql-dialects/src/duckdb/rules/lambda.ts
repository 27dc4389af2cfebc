import type { LambdaSql, RuleContext } from "../../dialect.js";
import {
  and,
  call,
  caseWhen,
  commaList,
  identifierSql,
  infix,
  intLiteral,
  isNotNull,
  sql,
  stringLiteral,
} from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { hasQuery, Precedence, sizeOf, withName } from "../../sql/expr.js";
import { typeName } from "../types.js";

/** A lambda with names for its parameters. */
export const lambda = (params: readonly string[], body: Sql): Sql => {
  const [first = "x", second] = params;
  return second === undefined
    ? sql`lambda ${identifierSql(first)}: ${body}`
    : sql`lambda ${identifierSql(first)}, ${identifierSql(second)}: ${body}`;
};

/** A lambda that a user wrote. DuckDB counts places from 1. */
export function userLambda({ params, body }: LambdaSql, { unsupported }: Pick<RuleContext, "unsupported">): Sql {
  if (hasQuery(body))
    throw unsupported("a lambda cannot hold a subquery", "make the subquery a column with mutate, and use that column");
  const [, place] = params;
  return lambda(
    params,
    place === undefined ? body : withName(body, place, infix(identifierSql(place), "-", intLiteral(1), Precedence.add)),
  );
}

const isLeaf = (value: Sql): boolean => value.kind !== "text" && value.kind !== "query";

/**
 * An expression that uses others more than once, given by names of its own: those that are more than a column or a literal are computed
 * once, as the one element of a list, or as its fields where they are several.
 */
export function once<A extends { readonly [name: string]: Sql }>(args: A, use: (args: A) => Sql): Sql {
  const computed = Object.entries(args).filter(([, value]) => !isLeaf(value));
  const [only, second] = computed;
  if (!only) return use(args);
  if (!second) return withOne(only[1], only[0], use({ ...args, [only[0]]: identifierSql(only[0]) }));
  const fields = computed.map(([arg]) => [arg, call("STRUCT_EXTRACT", identifierSql("given"), stringLiteral(arg))]);
  return withOne(record(computed), "given", use({ ...args, ...Object.fromEntries(fields) }));
}
const withOne = (value: Sql, param: string, body: Sql): Sql =>
  call("LIST_EXTRACT", call("LIST_TRANSFORM", sql`[${value}]`, lambda([param], body)), intLiteral(1));

/** A struct of values by name. */
export function record(fields: readonly (readonly [string, Sql])[]): Sql {
  return sql`{${commaList(fields.map(([field, value]) => sql`${stringLiteral(field)}: ${value}`))}}`;
}

const SHORT = 12;
/** As {@link once} for what costs little to compute: a short expression is written out each time. */
export const onceIfLong = <A extends { readonly [name: string]: Sql }>(args: A, use: (args: A) => Sql): Sql =>
  Object.values(args).every((value) => sizeOf(value, SHORT) <= SHORT) ? use(args) : once(args, use);

type Context = Pick<RuleContext, "cast" | "dtype"> & {
  readonly node: { readonly dtype: RuleContext["node"]["dtype"] };
};

/**
 * NULL where one of `args` may be and is, for functions that DuckDB gives another meaning there; `nullable` says which may be. What `use`
 * gets may stand inside of a lambda: an argument with a subquery, which may not, is computed before.
 */
export function unlessNull<A extends { readonly [name: string]: Sql }>(
  args: A,
  nullable: (arg: string) => boolean,
  use: (args: A) => Sql,
): Sql {
  const before = Object.fromEntries(Object.entries(args).filter(([arg, value]) => nullable(arg) || hasQuery(value)));
  return once(before, (values) => {
    const then = use({ ...args, ...values });
    const tests = Object.entries(values).filter(([arg]) => nullable(arg));
    const [first, ...rest] = tests.map(([, value]) => isNotNull(value));
    return first ? caseWhen([[rest.reduce(and, first), then]]) : then;
  });
}

/** Whether an argument may be NULL. */
export const mayBeNull =
  (context: Pick<RuleContext, "dtype">) =>
  (arg: string): boolean =>
    context.dtype(arg).nullable;

/** An argument as the same type as the result, so that DuckDB's functions of two lists or maps take both. */
export function alike(value: Sql, arg: string, context: Context): Sql {
  const { dtype } = context.node;
  return typeName(context.dtype(arg)) === typeName(dtype) ? value : context.cast(value, dtype);
}
