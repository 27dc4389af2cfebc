import type { DType } from "@avocet/core";
import { AvocetError, array, map, string, timestamp } from "@avocet/core";
import { call, caseWhen, identifierSql, intLiteral, keyword, sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { anyNode, hasImpure, hasQuery, mark, sizeOf } from "../sql/expr.js";
import { outerSources } from "../sql/outer-sources.js";
import { decodeElement, encodeElement, typeSql } from "./variant.js";

export { date, float64, int64, string, time } from "@avocet/core";
export const naiveTimestamp: DType = timestamp();
export const utcTimestamp: DType = timestamp("UTC");
/** Placeholder dtypes for any array and any object. */
export const ARRAY: DType = array(string);
export const OBJECT: DType = map(string, string);

export const castTo = (value: Sql, dtype: DType): Sql => sql`CAST(${value} AS ${typeSql(dtype)})`;

/** The value of an integer literal that is a JavaScript number, else null. */
export const literalInteger = (n: Sql): number | null =>
  n.kind === "literal" && typeof n.value === "number" && Number.isInteger(n.value) ? n.value : null;

/** Types of lambda parameters. Only types of one word are used, because some SQL parsers accept no others there. */
export type LambdaParamType = "INT" | "FLOAT" | "BOOLEAN" | "VARCHAR" | "DATE";
/** A lambda with one parameter, which is a VARIANT if `type` is null. Parameters hide columns of the same name. */
export const lambda = (param: string, type: LambdaParamType | null, body: Sql): Sql =>
  mark.scope(
    type
      ? sql`${identifierSql(param)} ${keyword(type)} -> ${lambdaBody(body)}`
      : sql`${identifierSql(param)} -> ${lambdaBody(body)}`,
  );
/** A lambda for REDUCE, which receives the accumulator and an element. */
export const reduceLambda = (accumulator: string, element: string, body: Sql): Sql =>
  mark.scope(sql`(${identifierSql(accumulator)}, ${identifierSql(element)}) -> ${lambdaBody(body)}`);
/** Returns the body of a lambda. Throws if it contains a correlated subquery. */
function lambdaBody(body: Sql): Sql {
  if (anyNode(body, (s) => s.kind === "query" && outerSources(s.query).size > 0))
    throw new AvocetError("unsupported-operation", "Snowflake does not support a correlated subquery inside a lambda", {
      hint: "Compute the subquery as a column with `mutate` first, and use that column.",
    });
  return body;
}

const MAX_REPEATED_SIZE = 16;
/** Whether an expression is small enough to be repeated. */
const isCheapToRepeat = (value: Sql): boolean =>
  sizeOf(value, MAX_REPEATED_SIZE) <= MAX_REPEATED_SIZE && !hasImpure(value) && !hasQuery(value);

/**
 * Builds an expression that uses its operands several times but evaluates them once. Operands that are too large to
 * repeat become the single element of an array, which a lambda receives.
 */
export function evaluateOnce(
  operands: readonly (readonly [value: Sql, dtype: DType])[],
  resultType: DType,
  use: (values: readonly Sql[]) => Sql,
): Sql {
  const computed = operands.filter(([value]) => !isCheapToRepeat(value));
  if (computed.length === 0) return use(operands.map(([value]) => value));
  const hasSeveral = computed.length > 1;
  const values = operands.map(([value, dtype]) => {
    const position = computed.findIndex(([candidate]) => candidate === value);
    if (position < 0) return value;
    return decodeElement(
      hasSeveral ? call("GET", identifierSql("given"), intLiteral(position)) : identifierSql("given"),
      dtype,
    );
  });
  const elements = computed.map(([value, dtype]) => encodeElement(value, dtype));
  const input = hasSeveral
    ? call("ARRAY_CONSTRUCT", call("ARRAY_CONSTRUCT", ...elements))
    : call("ARRAY_CONSTRUCT", ...elements);
  const transformed = call("TRANSFORM", input, lambda("given", null, encodeElement(use(values), resultType)));
  return decodeElement(call("GET", transformed, intLiteral(0)), resultType);
}

/**
 * Raises a conversion error with this message when it is evaluated. The message must contain a column value, so that
 * the error is not raised by constant folding.
 */
export const raiseError = (message: Sql): Sql => call("TO_NUMBER", message);
export const ifThen = (condition: Sql, then: Sql, otherwise?: Sql): Sql => caseWhen([[condition, then]], otherwise);
