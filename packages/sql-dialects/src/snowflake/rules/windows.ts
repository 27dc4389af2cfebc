import type { RuleContext, Rules } from "../../dialect.js";
import { intLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { windowRules as standard } from "../../standard/windows.js";
import { literalInteger } from "../build.js";

type Context = Pick<RuleContext, "unsupported">;
const whole = (n: Sql, { unsupported }: Context): number => {
  const exact = literalInteger(n);
  if (exact === null) throw unsupported("how many rows away is a constant", "give it as a number");
  return exact;
};

export const windowRules = {
  ...standard,
  Lag: ({ arg, offset, default: other }, context) =>
    context.aggregate("LAG", [arg, intLiteral(offset ? whole(offset, context) : 1), ...(other ? [other] : [])]),
  Lead: ({ arg, offset, default: other }, context) =>
    context.aggregate("LEAD", [arg, intLiteral(offset ? whole(offset, context) : 1), ...(other ? [other] : [])]),
  NthValue: ({ arg, n }, context) => context.aggregate("NTH_VALUE", [arg, intLiteral(whole(n, context) + 1)]),
} satisfies Partial<Rules>;
