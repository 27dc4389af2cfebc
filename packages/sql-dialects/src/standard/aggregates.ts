import { int32 } from "@avocet/core";
import type { RuleContext, Rules } from "../dialect.js";
import { call, isNotNull, operand, sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import * as Precedence from "../sql/precedence.js";

export type AggregateArgs = { readonly arg: Sql; readonly where?: Sql | undefined };
type Context = Pick<RuleContext, "aggregate" | "cast" | "dtype"> & { readonly node: RuleContext["node"] };

/** Rule for an aggregate function of one argument. */
export const aggregateCall =
  (name: string) =>
  ({ arg, where }: AggregateArgs, { aggregate }: Pick<Context, "aggregate">): Sql =>
    aggregate(name, [arg], { where });
/** Like {@link aggregateCall}, cast to the dtype of the result. */
const castAggregate =
  (name: string) =>
  (args: AggregateArgs, context: Context): Sql =>
    context.cast(aggregateCall(name)(args, context), context.node.dtype);
/** Combines the condition of the user with one that skips NULLs. */
export const andNotNull = (arg: Sql, where: Sql | undefined): Sql =>
  where ? sql`${operand(isNotNull(arg), Precedence.and)} AND ${operand(where, Precedence.and)}` : isNotNull(arg);
/** Casts the argument of SUM or AVG: bools count as 0 and 1. */
const summand = (arg: Sql, { cast, dtype }: Context): Sql => (dtype("arg").kind === "bool" ? cast(arg, int32) : arg);

/** Rules for aggregates. */
export const aggregateRules = {
  CountStar: ({ where }, { aggregate }) => aggregate("COUNT", [], { where }),
  Count: aggregateCall("COUNT"),
  CountDistinct: ({ arg, where }, { aggregate }) => aggregate("COUNT", [arg], { distinct: true, where }),
  CountDistinctStar: ({ where }, { aggregate, columns, node }) => {
    const { table } = node.args;
    const row = call("ROW", ...(table ? columns(table) : []));
    return aggregate("COUNT", [row], { distinct: true, where });
  },
  ApproxCountDistinct: castAggregate("APPROX_COUNT_DISTINCT"),
  // The sum of integers may be wider than int64; the cast raises an error if int64 overflows.
  Sum: ({ arg, where }, context) => {
    const total = context.aggregate("SUM", [summand(arg, context)], { where });
    return context.node.dtype.kind === "int64" ? context.cast(total, context.node.dtype) : total;
  },
  Mean: ({ arg, where }, context) => context.aggregate("AVG", [summand(arg, context)], { where }),
  Min: aggregateCall("MIN"),
  Max: aggregateCall("MAX"),
  ArgMin: ({ arg, key, where }, { aggregate }) => aggregate("MIN_BY", [arg, key], { where }),
  ArgMax: ({ arg, key, where }, { aggregate }) => aggregate("MAX_BY", [arg, key], { where }),
  Arbitrary: aggregateCall("ANY_VALUE"),
  Any: aggregateCall("BOOL_OR"),
  All: aggregateCall("BOOL_AND"),
  BitAnd: castAggregate("BIT_AND"),
  BitOr: castAggregate("BIT_OR"),
  BitXor: castAggregate("BIT_XOR"),
  Collect: ({ arg, orderBy, distinct, includeNull, where }, { aggregate }) =>
    aggregate("ARRAY_AGG", [arg], { distinct, orderBy, where: includeNull ? where : andNotNull(arg, where) }),
  GroupConcat: ({ arg, separator, orderBy, where }, { aggregate }) =>
    aggregate("STRING_AGG", [arg, separator], { orderBy, where }),
} satisfies Partial<Rules>;
