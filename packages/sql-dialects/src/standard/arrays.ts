import type { DType } from "@avocet/core";
import { float64, int64 } from "@avocet/core";
import type { RuleContext, Rules } from "../dialect.js";
import { call, commaList, identifierSql, infix, intLiteral, sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { mark } from "../sql/expr.js";
import * as Precedence from "../sql/precedence.js";
import { elementOf } from "./dtypes.js";
import type { UnaryArgs } from "./operators.js";
import { minus, unaryCall } from "./operators.js";

const [ITEM, ITEMS] = [identifierSql("item"), identifierSql("items")];
type Context = Pick<RuleContext, "cast" | "dtype"> & { readonly node: { readonly dtype: DType } };

/** `FROM UNNEST(array)`, with the elements as the column `item`. */
export const fromElements = (array: Sql): Sql => sql`FROM UNNEST(${array}) AS ${ITEMS}(${ITEM})`;
/** Rule that computes an aggregate of the elements of an array, in a subquery. */
export const aggregateElements =
  <C extends Pick<RuleContext, "dtype">>(aggregate: (item: Sql, element: DType, context: C) => Sql) =>
  ({ arg }: UnaryArgs, context: C): Sql => {
    const result = aggregate(ITEM, elementOf(context.dtype("arg")), context);
    return mark.scope(sql`(${sql`SELECT ${result} ${fromElements(arg)}`})`);
  };
const elementAggregate = (name: string) => aggregateElements((item) => call(name, item));
/** A float32 element as float64, in which it is summed. */
const widenFloat = (item: Sql, element: DType, cast: RuleContext["cast"]): Sql =>
  element.kind === "float32" ? cast(item, float64) : item;
/** Concatenates arrays with `||`. */
export const concatArrays = (arrays: readonly Sql[]): Sql =>
  arrays.reduce((left, right) => infix(left, "||", right, Precedence.otherOperator));

/** Rules for arrays. */
export const arrayRules = {
  ArrayConstruct: ({ args }, { cast, node }) => cast(sql`ARRAY[${commaList(args)}]`, node.dtype),
  ArrayLength: ({ arg }, { cast }) => cast(call("CARDINALITY", arg), int64),
  ArrayConcat: ({ args }) => concatArrays(args),
  ArrayContains: ({ arg, value }) => call("ARRAY_CONTAINS", arg, value),
  ArrayPosition: ({ arg, value }, { cast }) =>
    cast(minus(call("COALESCE", call("ARRAY_POSITION", arg, value), intLiteral(0)), intLiteral(1)), int64),
  ArrayRemove: ({ arg, value }) => call("ARRAY_REMOVE", arg, value),
  ArrayDistinct: unaryCall("ARRAY_DISTINCT"),
  ArraySort: unaryCall("ARRAY_SORT"),
  ArrayUnion: ({ left, right }) => call("ARRAY_UNION", left, right),
  ArrayIntersect: ({ left, right }) => call("ARRAY_INTERSECT", left, right),
  ArrayFlatten: unaryCall("FLATTEN"),
  ArrayStringJoin: ({ arg, separator }) => call("ARRAY_TO_STRING", arg, separator),
  ArrayAny: elementAggregate("BOOL_OR"),
  ArrayAll: elementAggregate("BOOL_AND"),
  ArraySum: aggregateElements((item, element, { cast, node }: Context) => {
    const total = call("SUM", widenFloat(item, element, cast));
    return node.dtype.kind === "float64" ? total : cast(total, node.dtype);
  }),
  ArrayMean: aggregateElements((item, element, { cast }: Context) => {
    const mean = call("AVG", widenFloat(item, element, cast));
    return element.kind === "float64" ? mean : cast(mean, float64);
  }),
  ArrayMin: elementAggregate("MIN"),
  ArrayMax: elementAggregate("MAX"),
} satisfies Partial<Rules>;
