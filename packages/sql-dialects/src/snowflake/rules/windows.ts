import type { RuleContext, Rules } from "../../dialect.js";
import { intLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { windowRules as standard } from "../../standard/windows.js";
import { literalInteger } from "../build.js";

type Context = Pick<RuleContext, "unsupported">;
const constantOffset = (n: Sql, { unsupported }: Context): number => {
  const constant = literalInteger(n);
  if (constant === null) throw unsupported("the offset must be constant", "pass a number");
  return constant;
};

export const windowRules = {
  ...standard,
  Lag: ({ arg, offset, default: fallback }, context) =>
    context.aggregate("LAG", [
      arg,
      intLiteral(offset ? constantOffset(offset, context) : 1),
      ...(fallback ? [fallback] : []),
    ]),
  Lead: ({ arg, offset, default: fallback }, context) =>
    context.aggregate("LEAD", [
      arg,
      intLiteral(offset ? constantOffset(offset, context) : 1),
      ...(fallback ? [fallback] : []),
    ]),
  NthValue: ({ arg, n }, context) => context.aggregate("NTH_VALUE", [arg, intLiteral(constantOffset(n, context) + 1)]),
} satisfies Partial<Rules>;
