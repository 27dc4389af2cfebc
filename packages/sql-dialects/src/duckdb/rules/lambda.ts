import type { RuleContext } from "../../dialect.js";
import { and, call, cases, infix, int, isNotNull, name, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { Level, sizeOf, withName } from "../../sql/expr.js";
import { typeName } from "../types.js";

/** A lambda with names for its parameters. */
export const lambda = (params: readonly string[], body: Sql): Sql => {
  const [first = "x", second] = params;
  return second === undefined
    ? sql`lambda ${name(first)}: ${body}`
    : sql`lambda ${name(first)}, ${name(second)}: ${body}`;
};

/** A lambda that a user wrote. DuckDB counts places from 1. */
export function userLambda(params: readonly string[], body: Sql): Sql {
  const [, place] = params;
  return lambda(params, place === undefined ? body : withName(body, place, infix(name(place), "-", int(1), Level.add)));
}

const isLeaf = (value: Sql): boolean => value.kind !== "text" && value.kind !== "query";

/**
 * An expression that uses others more than once, given by names of its own: those that are more than a column or a literal are computed
 * once, each as the one element of a list.
 */
export function once<A extends { readonly [name: string]: Sql }>(args: A, use: (args: A) => Sql): Sql {
  const computed = Object.entries(args).filter(([, value]) => !isLeaf(value));
  const named = Object.fromEntries(computed.map(([arg]) => [arg, name(arg)]));
  return computed.reduceRight<Sql>(
    (body, [arg, value]) => call("LIST_EXTRACT", call("LIST_TRANSFORM", sql`[${value}]`, lambda([arg], body)), int(1)),
    use({ ...args, ...named }),
  );
}

const SHORT = 12;
/** As {@link once} for what costs little to compute: a short expression is written out each time. */
export const onceIfLong = <A extends { readonly [name: string]: Sql }>(args: A, use: (args: A) => Sql): Sql =>
  Object.values(args).every((value) => sizeOf(value, SHORT) <= SHORT) ? use(args) : once(args, use);

type Context = Pick<RuleContext, "cast" | "dtype"> & {
  readonly node: { readonly dtype: RuleContext["node"]["dtype"] };
};

/** NULL where one of `args` may be and is, for functions that DuckDB gives another meaning there; `nullable` says which may be. */
export function unlessNull<A extends { readonly [name: string]: Sql }>(
  args: A,
  nullable: (arg: string) => boolean,
  use: (args: A) => Sql,
): Sql {
  const tested = Object.fromEntries(Object.entries(args).filter(([arg]) => nullable(arg)));
  return once(tested, (values) => {
    const then = use({ ...args, ...values });
    const [first, ...rest] = Object.values(values).map(isNotNull);
    return first ? cases([[rest.reduce(and, first), then]]) : then;
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
