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
import { hasQuery, replaceName, sizeOf } from "../../sql/expr.js";
import * as Precedence from "../../sql/precedence.js";
import { typeName } from "../types.js";

/** A lambda with one or two parameters. */
export const lambda = (params: readonly string[], body: Sql): Sql => {
  const [first = "x", second] = params;
  return second === undefined
    ? sql`lambda ${identifierSql(first)}: ${body}`
    : sql`lambda ${identifierSql(first)}, ${identifierSql(second)}: ${body}`;
};

/** Compiles a callback of the user. DuckDB's positions are 1-based, those of the callback 0-based. */
export function userLambda({ params, body }: LambdaSql, { unsupported }: Pick<RuleContext, "unsupported">): Sql {
  if (hasQuery(body))
    throw unsupported("a lambda cannot contain a subquery", "compute the subquery as a column with mutate first");
  const [, positionParam] = params;
  return lambda(
    params,
    positionParam === undefined
      ? body
      : replaceName(body, positionParam, infix(identifierSql(positionParam), "-", intLiteral(1), Precedence.add)),
  );
}

const isLeaf = (value: Sql): boolean => value.kind !== "text" && value.kind !== "query";

/**
 * Builds an expression that uses its arguments several times but evaluates them once. Arguments other than columns and
 * literals become the element of a one-element list, or its fields if there are several.
 */
export function evaluateOnce<A extends { readonly [name: string]: Sql }>(args: A, use: (args: A) => Sql): Sql {
  const computed = Object.entries(args).filter(([, value]) => !isLeaf(value));
  const [first, second] = computed;
  if (!first) return use(args);
  if (!second) return bindValue(first[1], first[0], use({ ...args, [first[0]]: identifierSql(first[0]) }));
  const fields = computed.map(([arg]) => [arg, call("STRUCT_EXTRACT", identifierSql("given"), stringLiteral(arg))]);
  return bindValue(record(computed), "given", use({ ...args, ...Object.fromEntries(fields) }));
}
const bindValue = (value: Sql, param: string, body: Sql): Sql =>
  call("LIST_EXTRACT", call("LIST_TRANSFORM", sql`[${value}]`, lambda([param], body)), intLiteral(1));

/** A struct of values by name. */
export function record(fields: readonly (readonly [string, Sql])[]): Sql {
  return sql`{${commaList(fields.map(([field, value]) => sql`${stringLiteral(field)}: ${value}`))}}`;
}

/** Expressions of at most this many nodes are duplicated by {@link evaluateOnceIfLong}. */
const SHORT_SIZE = 12;
/** Like {@link evaluateOnce}, but duplicates short expressions, which are cheap to evaluate. */
export const evaluateOnceIfLong = <A extends { readonly [name: string]: Sql }>(args: A, use: (args: A) => Sql): Sql =>
  Object.values(args).every((value) => sizeOf(value, SHORT_SIZE) <= SHORT_SIZE) ? use(args) : evaluateOnce(args, use);

type Context = Pick<RuleContext, "cast" | "dtype"> & {
  readonly node: { readonly dtype: RuleContext["node"]["dtype"] };
};

/**
 * Returns NULL if a nullable argument is NULL, for functions that treat NULL in another way. `use` may put its
 * arguments into a lambda, so arguments with subqueries are evaluated before: DuckDB does not support subqueries in
 * lambdas.
 */
export function unlessNull<A extends { readonly [name: string]: Sql }>(
  args: A,
  nullable: (arg: string) => boolean,
  use: (args: A) => Sql,
): Sql {
  const evaluatedArgs = Object.fromEntries(
    Object.entries(args).filter(([arg, value]) => nullable(arg) || hasQuery(value)),
  );
  return evaluateOnce(evaluatedArgs, (values) => {
    const result = use({ ...args, ...values });
    const tests = Object.entries(values).filter(([arg]) => nullable(arg));
    const [first, ...rest] = tests.map(([, value]) => isNotNull(value));
    return first ? caseWhen([[rest.reduce(and, first), result]]) : result;
  });
}

/** True if an argument is nullable. */
export const mayBeNull =
  (context: Pick<RuleContext, "dtype">) =>
  (arg: string): boolean =>
    context.dtype(arg).nullable;

/** Casts an argument to the type of the result, as DuckDB's functions on two lists or maps require equal types. */
export function castToResult(value: Sql, arg: string, context: Context): Sql {
  const { dtype } = context.node;
  return typeName(context.dtype(arg)) === typeName(dtype) ? value : context.cast(value, dtype);
}
