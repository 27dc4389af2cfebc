import { printDType } from "../../dtype/print.js";
import { AvocetError } from "../../errors.js";
import { withFreshAliasIfInScope } from "../../ir/callback-scope.js";
import { relationsOf } from "../../ir/intern.js";
import { op } from "../../ir/op.js";
import type { Join, Relation } from "../../ir/relation.js";
import { join } from "../../ir/relation.js";
import type { Op, Value } from "../../ir/value.js";
import { formatValue } from "../../text/format.js";
import { columnOf } from "../column/column-factory.js";
import type { AnyColumn } from "../operand/operand.js";
import { isColumn } from "../operand/operand.js";
import type { SuffixOption } from "./join.js";
import { bindJoinPredicate, distinctRight, joinOutput, joinPredicates } from "./join.js";
import { conjuncts } from "./verbs.js";

const MIRRORED = {
  Greater: "Less",
  GreaterEqual: "LessEqual",
  Less: "Greater",
  LessEqual: "GreaterEqual",
} as const;
type Inequality = keyof typeof MIRRORED;
const isInequality = (name: string): name is Inequality => name in MIRRORED;

interface AsofOptions extends SuffixOption {
  readonly on: unknown;
  readonly tolerance?: unknown;
}

/** Builds an as-of join: each left row with the closest right row, by equal keys and one inequality. */
export function asofJoin(left: Relation, rightInput: Relation, keys: unknown, options: AsofOptions): Join {
  const originalRight = withFreshAliasIfInScope(rightInput);
  const right = distinctRight(left, originalRight);
  const sharedNames: string[] = [];
  const keyNames = typeof keys === "string" ? [keys] : keys;
  if (!Array.isArray(keyNames) || keyNames.some((key) => typeof key !== "string" && !Array.isArray(key)))
    throw new AvocetError("invalid-argument", "The keys of an as-of join must be column names or pairs of names", {
      hint: 'Pass the keys, or [] for none: trades.asofJoin(quotes, "symbol", { on: (t, q) => t.time.ge(q.time) }).',
    });
  const equalities = joinPredicates(left, right, originalRight, keyNames, sharedNames);
  const [inequality, ...extraPredicates] = conjuncts(joinPredicates(left, right, originalRight, options.on, []));
  if (!inequality || extraPredicates.length > 0) throw notOneInequalityError(inequality ?? null);
  const [comparison, leftValue, rightValue] = orientInequality(inequality, left, right);
  const conditions = [...equalities, op(comparison, { left: leftValue, right: rightValue })];
  if (options.tolerance !== undefined)
    conditions.push(
      bindJoinPredicate(withinTolerance(comparison, leftValue, rightValue, options.tolerance), left, right, null),
    );
  const { columns, schema } = joinOutput("asof", left, right, sharedNames, options.suffix ?? "_right");
  return join("asof", left, right, conditions, columns, schema);
}

const notOneInequalityError = (predicate: Value | null): AvocetError =>
  new AvocetError(
    "invalid-argument",
    "An as-of join needs exactly one inequality between the left and the right side",
    {
      hint: "Write it as on: (left, right) => left.time.ge(right.time), and put equal columns into the keys.",
      ...(predicate ? { detail: formatValue(predicate) } : {}),
    },
  );

/** Returns the comparison with the left table's value as its left operand. */
function orientInequality(predicate: Value, left: Relation, right: Relation): readonly [Inequality, Value, Value] {
  if (predicate.type !== "op" || !isInequality(predicate.op)) throw notOneInequalityError(predicate);
  // Comparison operations have these arguments.
  const { left: first, right: second } = predicate.args as Op["args"] & { left: Value; right: Value };
  const dependsOnlyOn = (value: Value, relation: Relation): boolean =>
    relationsOf(value).size === 1 && relationsOf(value).has(relation);
  if (dependsOnlyOn(first, left) && dependsOnlyOn(second, right)) return [predicate.op, first, second];
  if (dependsOnlyOn(first, right) && dependsOnlyOn(second, left)) return [MIRRORED[predicate.op], second, first];
  throw notOneInequalityError(predicate);
}

const isNonNegative = (value: unknown): boolean => {
  if (typeof value === "number") return value >= 0;
  if (isColumn(value)) return value.dtype.kind === "interval";
  return typeof value === "object" && value !== null && Object.values(value).every((amount) => !(Number(amount) < 0));
};

/** Builds the condition that the distance of the two values is within the tolerance. */
function withinTolerance(comparison: Inequality, leftValue: Value, rightValue: Value, tolerance: unknown): Value {
  if (!isNonNegative(tolerance))
    throw new AvocetError(
      "invalid-argument",
      `"tolerance" must be a non-negative number or an interval, got ${String(tolerance)}`,
      { hint: "Pass for example { tolerance: { minutes: 5 } }." },
    );
  if (
    (typeof tolerance === "number") ===
    (leftValue.dtype.kind === "date" || leftValue.dtype.kind === "timestamp" || leftValue.dtype.kind === "time")
  )
    throw new AvocetError("invalid-argument", `The tolerance does not fit ${printDType(leftValue.dtype)}`, {
      hint: "Use a number for numbers, an interval for dates and times.",
    });
  const leftIsLater = comparison === "GreaterEqual" || comparison === "Greater";
  // The column's class is known only at run time; add and sub throw an error for dtypes that do not have them.
  const column = columnOf(rightValue, null) as unknown as { add(by: unknown): AnyColumn; sub(by: unknown): AnyColumn };
  const bound = leftIsLater ? column.add(tolerance) : column.sub(tolerance);
  return op(leftIsLater ? "LessEqual" : "GreaterEqual", { left: leftValue, right: bound.node });
}
