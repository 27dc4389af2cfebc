import type { RuleContext } from "../../dialect.js";
import { call, cases, infix, int, isNotNull, name, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { Level, withName } from "../../sql/expr.js";
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

/** An expression that uses another more than once: unless that is a plain column or literal, it is computed once, as the element of a list. */
export function once(value: Sql, use: (value: Sql) => Sql): Sql {
  if (value.kind !== "text" && value.kind !== "query") return use(value);
  const computed = call("LIST_TRANSFORM", sql`[${value}]`, lambda(["it"], use(name("it"))));
  return call("LIST_EXTRACT", computed, int(1));
}

type Context = Pick<RuleContext, "cast" | "dtype"> & {
  readonly node: { readonly dtype: RuleContext["node"]["dtype"] };
};

/** NULL where one of the arguments is, for functions that DuckDB gives another meaning there. */
export function unlessNull(args: Readonly<Record<string, Sql>>, context: Context, then: Sql): Sql {
  const nullable = Object.entries(args).filter(([arg]) => context.dtype(arg).nullable);
  const [first, ...rest] = nullable.map(([, value]) => isNotNull(value));
  if (!first) return then;
  return cases([[rest.reduce((all, test) => infix(all, "AND", test, Level.and), first), then]]);
}

/** An argument as the same type as the result, so that DuckDB's functions of two lists or maps take both. */
export function alike(value: Sql, arg: string, context: Context): Sql {
  const { dtype } = context.node;
  return typeName(context.dtype(arg)) === typeName(dtype) ? value : context.cast(value, dtype);
}
