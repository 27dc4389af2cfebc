import type { DType } from "@avocet/core";
import { float64, int64, isDecimal } from "@avocet/core";
import type { RuleContext } from "../../dialect.js";
import { NULL } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { cast } from "../convert.js";
import { either } from "../scope.js";
import { typeName } from "../types.js";

type Context = Pick<RuleContext, "dtype"> & { readonly node: { readonly dtype: DType } };
/** An operand as the type of the result, where BigQuery would not take or give it by itself. */
export function operandOf(arg: Sql, name: string, context: Context): Sql {
  const [own, result] = [context.dtype(name), context.node.dtype];
  const [type, wanted] = [typeName(own), typeName(result)];
  const fits = type === wanted || type === "INT64" || (wanted === "FLOAT64" && isDecimal(own));
  return fits || own.kind === "null" ? arg : cast(arg, result);
}
/** A whole number: NUMERIC, which stands for uint64, is none to functions. */
export const whole = (arg: Sql, name: string, { dtype }: Pick<RuleContext, "dtype">): Sql =>
  dtype(name).kind === "uint64" ? cast(arg, int64) : arg;
/** Functions of decimals give decimals. */
export const float = (arg: Sql, name: string, { dtype }: Pick<RuleContext, "dtype">): Sql => {
  const { kind } = dtype(name);
  return kind === "decimal" || kind === "uint64" ? cast(arg, float64) : arg;
};

/** The value of a whole literal that is exact in JavaScript, else null. */
export const constant = (n: Sql): number | null =>
  n.kind === "literal" && typeof n.value === "number" ? n.value : null;
/** An argument of an aggregate, only of rows that pass. */
export const where = (arg: Sql, condition: Sql | undefined): Sql => (condition ? either(condition, arg, NULL) : arg);
