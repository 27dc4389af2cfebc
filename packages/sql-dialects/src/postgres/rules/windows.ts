import type { DType } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import { infix, intLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { Precedence } from "../../sql/expr.js";
import { windowRules as standard } from "../../standard/windows.js";
import { int4, typed } from "../build.js";
import { alike } from "./generic.js";

type Context = Pick<RuleContext, "aggregate" | "dtype" | "unsupported"> & { readonly node: { readonly dtype: DType } };
interface Moved {
  readonly arg: Sql;
  readonly offset?: Sql | undefined;
  readonly default?: Sql | undefined;
}
/** Distances are of 32 bits, and the default has the type of the value. */
const moved =
  (fn: string) =>
  ({ arg, offset, default: other }: Moved, context: Context): Sql => {
    const own = context.dtype("arg");
    const fallback = other ? [alike(typed(other, own), context.dtype("default"), own, context)] : [];
    return context.aggregate(fn, [typed(arg, own), offset ? int4(offset) : intLiteral(1), ...fallback]);
  };

export const windowRules = {
  ...standard,
  NTile: ({ buckets }, { aggregate }) => aggregate("NTILE", [int4(buckets)]),
  Lag: moved("LAG"),
  Lead: moved("LEAD"),
  NthValue: ({ arg, n }, { aggregate, dtype }) =>
    aggregate("NTH_VALUE", [typed(arg, dtype("arg")), infix(int4(n), "+", intLiteral(1), Precedence.add)]),
} satisfies Partial<Rules>;
