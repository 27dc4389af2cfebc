import type { DType } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import { infix, intLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import * as Precedence from "../../sql/precedence.js";
import { windowRules as standard } from "../../standard/windows.js";
import { castToInt32, withExplicitType } from "../build.js";
import { castToCommon } from "./generic.js";

type Context = Pick<RuleContext, "aggregate" | "dtype" | "unsupported"> & { readonly node: { readonly dtype: DType } };
interface OffsetArgs {
  readonly arg: Sql;
  readonly offset?: Sql | undefined;
  readonly default?: Sql | undefined;
}
/** LAG or LEAD. The offset must be `integer`, and the default must have the type of the value. */
const lagOrLead =
  (fn: string) =>
  ({ arg, offset, default: defaultValue }: OffsetArgs, context: Context): Sql => {
    const argType = context.dtype("arg");
    const fallback = defaultValue
      ? [castToCommon(withExplicitType(defaultValue, argType), context.dtype("default"), argType, context)]
      : [];
    return context.aggregate(fn, [
      withExplicitType(arg, argType),
      offset ? castToInt32(offset) : intLiteral(1),
      ...fallback,
    ]);
  };

export const windowRules = {
  ...standard,
  NTile: ({ buckets }, { aggregate }) => aggregate("NTILE", [castToInt32(buckets)]),
  Lag: lagOrLead("LAG"),
  Lead: lagOrLead("LEAD"),
  NthValue: ({ arg, n }, { aggregate, dtype }) =>
    aggregate("NTH_VALUE", [
      withExplicitType(arg, dtype("arg")),
      infix(castToInt32(n), "+", intLiteral(1), Precedence.add),
    ]),
} satisfies Partial<Rules>;
