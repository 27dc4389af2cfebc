import type { DType } from "@avocet/core";
import { float64, int64 } from "@avocet/core";
import { isDecimal } from "@avocet/core/dialect";
import type { RuleContext } from "../../dialect.js";
import { NULL } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { cast } from "../cast.js";
import { ifElse } from "../scope.js";
import { typeName } from "../types.js";

type Context = Pick<RuleContext, "dtype"> & { readonly node: { readonly dtype: DType } };
/** Casts an operand to the result type, unless BigQuery coerces it implicitly. */
export function widenOperand(arg: Sql, name: string, context: Context): Sql {
  const [argType, resultType] = [context.dtype(name), context.node.dtype];
  const [argName, resultName] = [typeName(argType), typeName(resultType)];
  const fits = argName === resultName || argName === "INT64" || (resultName === "FLOAT64" && isDecimal(argType));
  return fits || argType.kind === "null" ? arg : cast(arg, resultType);
}
/** Casts a uint64, which is stored as NUMERIC, to INT64, for functions that require an integer. */
export const toInt64 = (arg: Sql, name: string, { dtype }: Pick<RuleContext, "dtype">): Sql =>
  dtype(name).kind === "uint64" ? cast(arg, int64) : arg;
/** Casts decimals and uint64 to FLOAT64, because functions of NUMERIC return NUMERIC. */
export const toFloat64 = (arg: Sql, name: string, { dtype }: Pick<RuleContext, "dtype">): Sql => {
  const { kind } = dtype(name);
  return kind === "decimal" || kind === "uint64" ? cast(arg, float64) : arg;
};

/** The value of a literal that is a JavaScript number, else null. */
export const literalNumber = (n: Sql): number | null =>
  n.kind === "literal" && typeof n.value === "number" ? n.value : null;
/** The argument of an aggregate, NULL for rows that do not meet the condition. */
export const nullUnless = (arg: Sql, condition: Sql | undefined): Sql =>
  condition ? ifElse(condition, arg, NULL) : arg;
