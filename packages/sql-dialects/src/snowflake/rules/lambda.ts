import type { DType } from "@avocet/core";
import { isArray, isFloat, isInteger } from "@avocet/core";
import type { LambdaSql, RuleContext } from "../../dialect.js";
import { call, identifierSql, intLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { hasQuery, withName } from "../../sql/expr.js";
import type { ParamType } from "../build.js";
import { lambda } from "../build.js";
import { unpacked } from "../variant.js";

export const elementOf = (dtype: DType): DType => (isArray(dtype) ? dtype.element : dtype);
/** The types of parameters that a VARIANT is made one of where it is given to a lambda. */
function typeOf(dtype: DType): ParamType | null {
  if (isInteger(dtype)) return "INT";
  if (isFloat(dtype)) return "FLOAT";
  if (dtype.kind === "string" || dtype.kind === "uuid" || dtype.kind === "inet") return "VARCHAR";
  return dtype.kind === "bool" ? "BOOLEAN" : dtype.kind === "date" ? "DATE" : null;
}
const ITEM = "i";

/** A lambda that a user wrote: of elements, or of places where it asks for them. */
export interface UserLambda {
  readonly sql: Sql;
  /** What it is given: the array, or the array of its places. */
  readonly over: Sql;
  /** From what it is given back to the element. */
  readonly places: boolean;
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
  const [item = ITEM, place] = params;
  const element = elementOf(dtype);
  if (place !== undefined) {
    const value = unpacked(call("GET", array, identifierSql(place)), element);
    return { sql: lambda(place, "INT", result(withName(body, item, value))), over: places(array), places: true };
  }
  const type = typeOf(element);
  const own = type ? body : withName(body, item, unpacked(identifierSql(item), element));
  return { sql: lambda(item, type, result(own)), over: array, places: false };
}

/** The places of an array, from 0. */
export const places = (array: Sql): Sql => call("ARRAY_GENERATE_RANGE", intLiteral(0), call("ARRAY_SIZE", array));
