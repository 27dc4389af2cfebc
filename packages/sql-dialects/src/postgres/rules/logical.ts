import type { DType } from "@avocet/core";
import { commonDType } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import { commaList, compare, operand, sql, withPrecedence } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { Precedence } from "../../sql/expr.js";
import { logicalRules as standard } from "../../standard/logical.js";
import { cast } from "../build.js";
import { castTo } from "../cast.js";
import { besideSortable, sortable } from "../order.js";
import { isNested, typeName } from "../types.js";

type Two = { readonly left: Sql; readonly right: Sql };
type Context = Pick<RuleContext, "dtype" | "unsupported">;

/** Arrays of different types do not compare; what is in jsonb does, as it is. */
function alike(values: readonly (readonly [Sql, DType])[], { unsupported }: Context): Sql[] {
  const arrays = values.filter(([, dtype]) => isNested(dtype));
  const types = new Set(arrays.map(([, dtype]) => typeName(dtype)));
  // An array of strings may be one of varchar in its table.
  if (types.has("text[]") && types.size === 1)
    return values.map(([value, dtype]) => (value.kind === "column" ? cast(value, dtype) : value));
  if (types.size < 2) return values.map(([value]) => value);
  const common = arrays.map(([, dtype]) => dtype).reduce((a, b) => commonDType(a, b) ?? a);
  return values.map(([value, dtype]) => castTo(value, dtype, common, (why) => unsupported(why)));
}
const equality =
  (operator: string) =>
  ({ left, right }: Two, context: Context): Sql => {
    const [l = left, r = right] = alike(
      [
        [left, context.dtype("left")],
        [right, context.dtype("right")],
      ],
      context,
    );
    return compare(l, operator, r);
  };
const ordered =
  (operator: string) =>
  ({ left, right }: Two, context: Context): Sql => {
    const [a, b] = [context.dtype("left"), context.dtype("right")];
    const [l = left, r = right] = alike(
      [
        [left, a],
        [right, b],
      ],
      context,
    );
    return compare(sortable(l, a), operator, besideSortable(r, b));
  };

export const logicalRules = {
  ...standard,
  Equals: equality("="),
  NotEquals: equality("<>"),
  IdenticalTo: equality("IS NOT DISTINCT FROM"),
  Less: ordered("<"),
  LessEqual: ordered("<="),
  Greater: ordered(">"),
  GreaterEqual: ordered(">="),
  Between: ({ arg, lower, upper }, context) => {
    const dtypes = [context.dtype("arg"), context.dtype("lower"), context.dtype("upper")] as const;
    const [a = arg, low = lower, high = upper] = alike(
      [
        [arg, dtypes[0]],
        [lower, dtypes[1]],
        [upper, dtypes[2]],
      ],
      context,
    );
    return withPrecedence(
      Precedence.comparison,
    )`${operand(sortable(a, dtypes[0]), Precedence.other)} BETWEEN ${operand(besideSortable(low, dtypes[1]), Precedence.atom)} AND ${operand(besideSortable(high, dtypes[2]), Precedence.other)}`;
  },
  IsIn: ({ arg, options }, context) => {
    // A bare constant is nothing to sort or group by.
    if (options.length === 0) return sql`CAST(FALSE AS boolean)`;
    const nodes = context.node.args.options;
    const [a = arg, ...rest] = alike(
      [[arg, context.dtype("arg")], ...options.map((o, i) => [o, nodes[i]?.dtype ?? context.dtype("arg")] as const)],
      context,
    );
    return withPrecedence(Precedence.comparison)`${operand(a, Precedence.other)} IN (${commaList(rest)})`;
  },
} satisfies Partial<Rules>;
