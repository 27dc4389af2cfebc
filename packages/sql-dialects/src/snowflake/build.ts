import type { DType } from "@avocet/core";
import { AvocetError, array, map, string, timestamp } from "@avocet/core";
import { call, caseWhen, identifierSql, intLiteral, keyword, sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { anyNode, hasImpure, hasQuery, mark, sizeOf } from "../sql/expr.js";
import { outerSources } from "../sql/outer-sources.js";
import { encodeElement, typeSql, decodeElement } from "./variant.js";

export { date, float64, int64, string, time } from "@avocet/core";
export const naiveTimestamp: DType = timestamp();
export const utcTimestamp: DType = timestamp("UTC");
/** The types of arrays and of objects, whatever is in them. */
export const ARRAY: DType = array(string);
export const OBJECT: DType = map(string, string);

export const castTo = (value: Sql, dtype: DType): Sql => sql`CAST(${value} AS ${typeSql(dtype)})`;

/** The value of a whole literal that is exact in JavaScript, else null. */
export const literalInteger = (n: Sql): number | null =>
  n.kind === "literal" && typeof n.value === "number" && Number.isInteger(n.value) ? n.value : null;

/** The types that a lambda's parameter is given: those of one word, as not all readers of SQL know others there. */
export type LambdaParamType = "INT" | "FLOAT" | "BOOLEAN" | "VARCHAR" | "DATE";
/** A lambda of one parameter, a VARIANT unless it is of a type. Parameters hide columns of the same name. */
export const lambda = (param: string, type: LambdaParamType | null, body: Sql): Sql =>
  mark.scope(
    type
      ? sql`${identifierSql(param)} ${keyword(type)} -> ${lambdaBody(body)}`
      : sql`${identifierSql(param)} -> ${lambdaBody(body)}`,
  );
/** A lambda of a result so far and an element, for REDUCE. */
export const reduceLambda = (accumulator: string, element: string, body: Sql): Sql =>
  mark.scope(sql`(${identifierSql(accumulator)}, ${identifierSql(element)}) -> ${lambdaBody(body)}`);
/** The body of a lambda, which reads columns; aggregates, windows and queries that hang on the row must be such. */
function lambdaBody(body: Sql): Sql {
  if (anyNode(body, (s) => s.kind === "query" && outerSources(s.query).size > 0))
    throw new AvocetError(
      "unsupported-operation",
      "snowflake reads no subquery that hangs on the row inside of a lambda",
      {
        hint: "Make the subquery a column with `mutate`, and use that column.",
      },
    );
  return body;
}

const MAX_REPEATED_SIZE = 16;
/** Whether an expression may be written out several times. */
const isCheapToRepeat = (value: Sql): boolean => sizeOf(value, MAX_REPEATED_SIZE) <= MAX_REPEATED_SIZE && !hasImpure(value) && !hasQuery(value);

/**
 * An expression that uses others more than once. Those that are more than a few words are computed once: they are the one element of an
 * array, which a lambda takes.
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
    return decodeElement(hasSeveral ? call("GET", identifierSql("given"), intLiteral(position)) : identifierSql("given"), dtype);
  });
  const elements = computed.map(([value, dtype]) => encodeElement(value, dtype));
  const input = hasSeveral ? call("ARRAY_CONSTRUCT", call("ARRAY_CONSTRUCT", ...elements)) : call("ARRAY_CONSTRUCT", ...elements);
  const transformed = call("TRANSFORM", input, lambda("given", null, encodeElement(use(values), resultType)));
  return decodeElement(call("GET", transformed, intLiteral(0)), resultType);
}

/** An error of the conversion with these words, where it is reached: they hold a value, so that it is not reached before. */
export const raiseError = (message: Sql): Sql => call("TO_NUMBER", message);
export const ifThen = (condition: Sql, then: Sql, otherwise?: Sql): Sql => caseWhen([[condition, then]], otherwise);
