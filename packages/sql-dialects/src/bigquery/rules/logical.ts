import { commonDType, isFloat } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import { commaList, operand, or, sql, withPrecedence } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { Precedence } from "../../sql/expr.js";
import { logicalRules as standard } from "../../standard/logical.js";
import type { Typed } from "../compare.js";
import * as order from "../compare.js";
import { widened } from "../convert.js";
import { onceIfLong } from "../scope.js";

type Two = { readonly left: Sql; readonly right: Sql };
type Context = Pick<RuleContext, "dtype" | "unsupported">;
const pair =
  (test: (left: Typed, right: Typed, context: Context) => Sql) =>
  ({ left, right }: Two, context: Context): Sql =>
    test({ sql: left, dtype: context.dtype("left") }, { sql: right, dtype: context.dtype("right") }, context);

/** Logic as in the standard; comparisons of floats know NaN, those of nested values go by their text. */
export const logicalRules = {
  ...standard,
  Equals: pair(order.equal),
  NotEquals: pair(order.unequal),
  Less: pair(order.less),
  LessEqual: pair(order.lessOrEqual),
  Greater: pair(order.greater),
  GreaterEqual: pair(order.greaterOrEqual),
  IdenticalTo: pair(order.identical),
  Between: ({ arg, lower, upper }, context) => {
    const of = (value: Sql, name: string): Typed => ({ sql: value, dtype: context.dtype(name) });
    return order.between(of(arg, "arg"), of(lower, "lower"), of(upper, "upper"), context);
  },
  IsIn: ({ arg, options }, context) => {
    const nodes = context.node.args.options;
    if (options.length === 0) return sql`FALSE`;
    const own = context.dtype("arg");
    const common = nodes.reduce((all, node) => commonDType(all, node.dtype) ?? all, own);
    const exact = options.every((o) => o.kind === "literal" && typeof o.value !== "string");
    if (isFloat(common) && !exact) {
      const tests = (value: Sql): Sql =>
        options
          .map((option, i) =>
            order.equal({ sql: value, dtype: own }, { sql: option, dtype: nodes[i]?.dtype ?? own }, context),
          )
          .reduce(or);
      return onceIfLong({ arg }, ({ arg: value }) => tests(value));
    }
    const value = widened(arg, own, common, context);
    const list = options.map((option, i) => widened(option, nodes[i]?.dtype ?? common, common, context));
    if (!order.hasText(common))
      return withPrecedence(Precedence.comparison)`${operand(value, Precedence.other)} IN (${commaList(list)})`;
    const texts = list.map((option, i) => order.textOf(option, nodes[i]?.dtype ?? common));
    return withPrecedence(
      Precedence.comparison,
    )`${operand(order.textOf(value, own), Precedence.other)} IN (${commaList(texts)})`;
  },
  Xor: ({ left, right }) =>
    withPrecedence(Precedence.comparison)`${operand(left, Precedence.other)} <> ${operand(right, Precedence.other)}`,
} satisfies Partial<Rules>;
