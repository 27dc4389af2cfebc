import type { DType } from "@avocet/core";
import { commonDType } from "@avocet/core/dialect";
import type { RuleContext, Rules } from "../../dialect.js";
import { commaList, compare, operand, sql, withPrecedence } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import * as Precedence from "../../sql/precedence.js";
import { logicalRules as standard } from "../../standard/logical.js";
import { cast } from "../build.js";
import { castTo } from "../cast.js";
import { sortableOperand, toSortable } from "../sort-keys.js";
import { isNested, typeName } from "../types.js";

type BinaryArgs = { readonly left: Sql; readonly right: Sql };
type Context = Pick<RuleContext, "dtype" | "unsupported">;

/** Casts nested values to a common type, because PostgreSQL cannot compare arrays of different types. */
function castToComparable(values: readonly (readonly [Sql, DType])[], { unsupported }: Context): Sql[] {
  const arrays = values.filter(([, dtype]) => isNested(dtype));
  const types = new Set(arrays.map(([, dtype]) => typeName(dtype)));
  // An array of strings may be stored as varchar[], which cannot be compared with text[].
  if (types.has("text[]") && types.size === 1)
    return values.map(([value, dtype]) => (value.kind === "column" ? cast(value, dtype) : value));
  if (types.size < 2) return values.map(([value]) => value);
  const common = arrays.map(([, dtype]) => dtype).reduce((a, b) => commonDType(a, b) ?? a);
  return values.map(([value, dtype]) => castTo(value, dtype, common, (why) => unsupported(why)));
}
const equality =
  (operator: string) =>
  ({ left, right }: BinaryArgs, context: Context): Sql => {
    const [l = left, r = right] = castToComparable(
      [
        [left, context.dtype("left")],
        [right, context.dtype("right")],
      ],
      context,
    );
    return compare(l, operator, r);
  };
const comparison =
  (operator: string) =>
  ({ left, right }: BinaryArgs, context: Context): Sql => {
    const [a, b] = [context.dtype("left"), context.dtype("right")];
    const [l = left, r = right] = castToComparable(
      [
        [left, a],
        [right, b],
      ],
      context,
    );
    return compare(toSortable(l, a), operator, sortableOperand(r, b));
  };

export const logicalRules = {
  ...standard,
  Equals: equality("="),
  NotEquals: equality("<>"),
  IdenticalTo: equality("IS NOT DISTINCT FROM"),
  Less: comparison("<"),
  LessEqual: comparison("<="),
  Greater: comparison(">"),
  GreaterEqual: comparison(">="),
  Between: ({ arg, lower, upper }, context) => {
    const dtypes = [context.dtype("arg"), context.dtype("lower"), context.dtype("upper")] as const;
    const [a = arg, low = lower, high = upper] = castToComparable(
      [
        [arg, dtypes[0]],
        [lower, dtypes[1]],
        [upper, dtypes[2]],
      ],
      context,
    );
    return withPrecedence(
      Precedence.comparison,
    )`${operand(toSortable(a, dtypes[0]), Precedence.otherOperator)} BETWEEN ${operand(sortableOperand(low, dtypes[1]), Precedence.atom)} AND ${operand(sortableOperand(high, dtypes[2]), Precedence.otherOperator)}`;
  },
  IsIn: ({ arg, options }, context) => {
    // A cast, because PostgreSQL does not accept a bare constant in ORDER BY and GROUP BY.
    if (options.length === 0) return sql`CAST(FALSE AS boolean)`;
    const nodes = context.node.args.options;
    const [a = arg, ...rest] = castToComparable(
      [[arg, context.dtype("arg")], ...options.map((o, i) => [o, nodes[i]?.dtype ?? context.dtype("arg")] as const)],
      context,
    );
    return withPrecedence(Precedence.comparison)`${operand(a, Precedence.otherOperator)} IN (${commaList(rest)})`;
  },
} satisfies Partial<Rules>;
