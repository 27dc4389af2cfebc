import type { DType } from "@avocet/core";
import { isArray, isFloat, isInteger } from "@avocet/core/backend";
import type { LambdaSql, RuleContext } from "../../dialect.js";
import { call, identifierSql, intLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { hasQuery, replaceName } from "../../sql/expr.js";
import type { LambdaParamType } from "../build.js";
import { lambda } from "../build.js";
import { decodeElement } from "../variant.js";

export const elementType = (dtype: DType): DType => (isArray(dtype) ? dtype.element : dtype);
/** The types of parameters that a VARIANT is made one of where it is given to a lambda. */
function lambdaParamType(dtype: DType): LambdaParamType | null {
  if (isInteger(dtype)) return "INT";
  if (isFloat(dtype)) return "FLOAT";
  if (dtype.kind === "string" || dtype.kind === "uuid" || dtype.kind === "inet") return "VARCHAR";
  return dtype.kind === "bool" ? "BOOLEAN" : dtype.kind === "date" ? "DATE" : null;
}
const DEFAULT_PARAM = "i";

/** A lambda that a user wrote: of elements, or of places where it asks for them. */
export interface UserLambda {
  readonly sql: Sql;
  /** What it is given: the array, or the array of its places. */
  readonly input: Sql;
  /** From what it is given back to the element. */
  readonly takesIndexes: boolean;
}

export function userLambda(
  array: Sql,
  { params, body }: LambdaSql,
  dtype: DType,
  result: (body: Sql) => Sql,
  { unsupported }: Pick<RuleContext, "unsupported">,
): UserLambda {
  if (hasQuery(body))
    throw unsupported("a lambda cannot hold a subquery", "make the subquery a column with mutate, and use that column");
  const [elementParam = DEFAULT_PARAM, indexParam] = params;
  const element = elementType(dtype);
  if (indexParam !== undefined) {
    const value = decodeElement(call("GET", array, identifierSql(indexParam)), element);
    return { sql: lambda(indexParam, "INT", result(replaceName(body, elementParam, value))), input: arrayIndexes(array), takesIndexes: true };
  }
  const paramType = lambdaParamType(element);
  const boundBody = paramType ? body : replaceName(body, elementParam, decodeElement(identifierSql(elementParam), element));
  return { sql: lambda(elementParam, paramType, result(boundBody)), input: array, takesIndexes: false };
}

/** The places of an array, from 0. */
export const arrayIndexes = (array: Sql): Sql => call("ARRAY_GENERATE_RANGE", intLiteral(0), call("ARRAY_SIZE", array));
