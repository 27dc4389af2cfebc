import type { DType } from "@avocet/core";
import { isArray, isFloat, isInteger } from "@avocet/core/dialect";
import type { LambdaSql, RuleContext } from "../../dialect.js";
import { call, identifierSql, intLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { hasQuery, replaceName } from "../../sql/expr.js";
import type { LambdaParamType } from "../build.js";
import { lambda } from "../build.js";
import { decodeElement } from "../variant.js";

export const elementType = (dtype: DType): DType => (isArray(dtype) ? dtype.element : dtype);
/** The declared type of a lambda parameter, to which Snowflake casts each element; null for VARIANT. */
function lambdaParamType(dtype: DType): LambdaParamType | null {
  if (isInteger(dtype)) return "INT";
  if (isFloat(dtype)) return "FLOAT";
  if (dtype.kind === "string" || dtype.kind === "uuid" || dtype.kind === "inet") return "VARCHAR";
  return dtype.kind === "bool" ? "BOOLEAN" : dtype.kind === "date" ? "DATE" : null;
}
const DEFAULT_PARAM = "i";

/** A compiled callback of the user. It receives the elements, or the indexes if the callback uses the index. */
export interface UserLambda {
  readonly sql: Sql;
  /** The array to apply it to: the original array, or the array of its indexes. */
  readonly input: Sql;
  /** Whether it receives indexes instead of elements. */
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
    throw unsupported("a lambda cannot contain a subquery", "compute the subquery as a column with mutate first");
  const [elementParam = DEFAULT_PARAM, indexParam] = params;
  const element = elementType(dtype);
  if (indexParam !== undefined) {
    const value = decodeElement(call("GET", array, identifierSql(indexParam)), element);
    return {
      sql: lambda(indexParam, "INT", result(replaceName(body, elementParam, value))),
      input: arrayIndexes(array),
      takesIndexes: true,
    };
  }
  const paramType = lambdaParamType(element);
  const boundBody = paramType
    ? body
    : replaceName(body, elementParam, decodeElement(identifierSql(elementParam), element));
  return { sql: lambda(elementParam, paramType, result(boundBody)), input: array, takesIndexes: false };
}

/** The 0-based indexes of an array, as an array. */
export const arrayIndexes = (array: Sql): Sql => call("ARRAY_GENERATE_RANGE", intLiteral(0), call("ARRAY_SIZE", array));
