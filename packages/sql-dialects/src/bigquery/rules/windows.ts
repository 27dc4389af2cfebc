import type { RuleContext, Rules } from "../../dialect.js";
import { intLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { windowRules as standard } from "../../standard/windows.js";
import { widened } from "../convert.js";
import { constant, whole } from "./operands.js";

type Args = { readonly arg: Sql; readonly offset: Sql | undefined; readonly default: Sql | undefined };
type Context = Pick<RuleContext, "aggregate" | "dtype" | "unsupported"> & { readonly node: RuleContext["node"] };

/** BigQuery takes only constant distances, none below zero. */
const neighbour =
  (name: "LAG" | "LEAD", other: "LAG" | "LEAD") =>
  ({ arg, offset, default: fallback }: Args, context: Context): Sql => {
    const own = context.dtype("arg");
    const rest = fallback ? [widened(fallback, context.dtype("default"), own, context)] : [];
    if (!offset) return context.aggregate(name, [arg, intLiteral(1), ...rest]);
    const distance = constant(offset);
    if (distance !== null && distance < 0) return context.aggregate(other, [arg, intLiteral(-distance), ...rest]);
    if (distance === null && offset.kind !== "param")
      throw context.unsupported("the distance is a constant", "give a number or a param");
    return context.aggregate(name, [arg, distance === null ? offset : intLiteral(distance), ...rest]);
  };

export const windowRules = {
  ...standard,
  NTile: ({ buckets }, context) => context.aggregate("NTILE", [constantOr(whole(buckets, "buckets", context))]),
  Lag: neighbour("LAG", "LEAD"),
  Lead: neighbour("LEAD", "LAG"),
  NthValue: ({ arg, n }, context) => {
    const place = constant(n);
    if (place === null) throw context.unsupported("the place is a constant", "give a number");
    return context.aggregate("NTH_VALUE", [arg, intLiteral(place + 1)]);
  },
} satisfies Partial<Rules>;
const constantOr = (n: Sql): Sql => {
  const exact = constant(n);
  return exact === null ? n : intLiteral(exact);
};
