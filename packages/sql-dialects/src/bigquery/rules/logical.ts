import { commonDType, isFloat } from "@avocet/core/dialect";
import type { RuleContext, Rules } from "../../dialect.js";
import { commaList, operand, or, sql, withPrecedence } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import * as Precedence from "../../sql/precedence.js";
import { logicalRules as standard } from "../../standard/logical.js";
import { widenTo } from "../cast.js";
import type { TypedSql } from "../compare.js";
import * as order from "../compare.js";
import { evaluateOnceIfCostly } from "../scope.js";

type BinaryArgs = { readonly left: Sql; readonly right: Sql };
type Context = Pick<RuleContext, "dtype" | "unsupported">;
const comparison =
  (compare: (left: TypedSql, right: TypedSql, context: Context) => Sql) =>
  ({ left, right }: BinaryArgs, context: Context): Sql =>
    compare({ sql: left, dtype: context.dtype("left") }, { sql: right, dtype: context.dtype("right") }, context);

/** Standard logical rules, with comparisons that handle NaN and compare nested values by their text. */
export const logicalRules = {
  ...standard,
  Equals: comparison(order.equal),
  NotEquals: comparison(order.unequal),
  Less: comparison(order.less),
  LessEqual: comparison(order.lessOrEqual),
  Greater: comparison(order.greater),
  GreaterEqual: comparison(order.greaterOrEqual),
  IdenticalTo: comparison(order.identical),
  Between: ({ arg, lower, upper }, context) => {
    const typedArg = (value: Sql, name: string): TypedSql => ({ sql: value, dtype: context.dtype(name) });
    return order.between(typedArg(arg, "arg"), typedArg(lower, "lower"), typedArg(upper, "upper"), context);
  },
  IsIn: ({ arg, options }, context) => {
    const nodes = context.node.args.options;
    if (options.length === 0) return sql`FALSE`;
    const argType = context.dtype("arg");
    const common = nodes.reduce((dtype, node) => commonDType(dtype, node.dtype) ?? dtype, argType);
    const hasNoNan = options.every((o) => o.kind === "literal" && typeof o.value !== "string");
    if (isFloat(common) && !hasNoNan) {
      const tests = (value: Sql): Sql =>
        options
          .map((option, i) =>
            order.equal({ sql: value, dtype: argType }, { sql: option, dtype: nodes[i]?.dtype ?? argType }, context),
          )
          .reduce(or);
      return evaluateOnceIfCostly({ arg }, ({ arg: value }) => tests(value));
    }
    const value = widenTo(arg, argType, common, context);
    const list = options.map((option, i) => widenTo(option, nodes[i]?.dtype ?? common, common, context));
    if (!order.comparesAsText(common))
      return withPrecedence(Precedence.comparison)`${operand(value, Precedence.otherOperator)} IN (${commaList(list)})`;
    const texts = list.map((option, i) => order.comparableText(option, nodes[i]?.dtype ?? common));
    return withPrecedence(
      Precedence.comparison,
    )`${operand(order.comparableText(value, argType), Precedence.otherOperator)} IN (${commaList(texts)})`;
  },
  Xor: ({ left, right }) =>
    withPrecedence(
      Precedence.comparison,
    )`${operand(left, Precedence.otherOperator)} <> ${operand(right, Precedence.otherOperator)}`,
} satisfies Partial<Rules>;
