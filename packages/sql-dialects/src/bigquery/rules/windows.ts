import type { RuleContext, Rules } from "../../dialect.js";
import { intLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { windowRules as standard } from "../../standard/windows.js";
import { widenTo } from "../cast.js";
import { literalNumber, toInt64 } from "./operands.js";

type OffsetArgs = { readonly arg: Sql; readonly offset: Sql | undefined; readonly default: Sql | undefined };
type Context = Pick<RuleContext, "aggregate" | "dtype" | "unsupported"> & { readonly node: RuleContext["node"] };

/** LAG or LEAD. BigQuery requires a constant, non-negative offset. */
const lagOrLead =
  (name: "LAG" | "LEAD", opposite: "LAG" | "LEAD") =>
  ({ arg, offset, default: fallback }: OffsetArgs, context: Context): Sql => {
    const argType = context.dtype("arg");
    const defaultArgs = fallback ? [widenTo(fallback, context.dtype("default"), argType, context)] : [];
    if (!offset) return context.aggregate(name, [arg, intLiteral(1), ...defaultArgs]);
    const distance = literalNumber(offset);
    if (distance !== null && distance < 0)
      return context.aggregate(opposite, [arg, intLiteral(-distance), ...defaultArgs]);
    if (distance === null && offset.kind !== "param")
      throw context.unsupported("the offset must be constant", "pass a number or a param");
    return context.aggregate(name, [arg, distance === null ? offset : intLiteral(distance), ...defaultArgs]);
  };

export const windowRules = {
  ...standard,
  NTile: ({ buckets }, context) => context.aggregate("NTILE", [literalOrSame(toInt64(buckets, "buckets", context))]),
  Lag: lagOrLead("LAG", "LEAD"),
  Lead: lagOrLead("LEAD", "LAG"),
  NthValue: ({ arg, n }, context) => {
    const position = literalNumber(n);
    if (position === null) throw context.unsupported("the position must be constant", "pass a number");
    return context.aggregate("NTH_VALUE", [arg, intLiteral(position + 1)]);
  },
} satisfies Partial<Rules>;
const literalOrSame = (n: Sql): Sql => {
  const number = literalNumber(n);
  return number === null ? n : intLiteral(number);
};
