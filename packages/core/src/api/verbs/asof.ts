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
import type { Options } from "./join.js";
import { bindSides, columnsOfJoin, distinctRight, predicatesOf } from "./join.js";
import { conjuncts } from "./verbs.js";

const MIRRORED = {
  Greater: "Less",
  GreaterEqual: "LessEqual",
  Less: "Greater",
  LessEqual: "GreaterEqual",
} as const;
type Inequality = keyof typeof MIRRORED;
const isInequality = (name: string): name is Inequality => name in MIRRORED;

interface AsofOptions extends Options {
  readonly on: unknown;
  readonly tolerance?: unknown;
}

/** All rows of the left side, each beside the nearest row of the right one: a join on equal keys and one inequality. */
export function asofJoin(left: Relation, other: Relation, keys: unknown, options: AsofOptions): Join {
  const given = withFreshAliasIfInScope(other);
  const right = distinctRight(left, given);
  const shared: string[] = [];
  const names = typeof keys === "string" ? [keys] : keys;
  if (!Array.isArray(names) || names.some((key) => typeof key !== "string" && !Array.isArray(key)))
    throw new AvocetError(
      "invalid-argument",
      "an as-of join takes the names of columns that are equal, and one inequality",
      {
        hint: 'For example trades.asofJoin(quotes, "symbol", { on: (t, q) => t.time.ge(q.time) }); without keys, give [].',
      },
    );
  const equal = predicatesOf(left, right, given, names, shared);
  const [nearest, ...more] = conjuncts(predicatesOf(left, right, given, options.on, []));
  if (!nearest || more.length > 0) throw oneInequality(nearest ?? null);
  const [name, l, r] = sides(nearest, left, right);
  const conditions = [...equal, op(name, { left: l, right: r })];
  if (options.tolerance !== undefined)
    conditions.push(bindSides(withinNode(name, l, r, options.tolerance), left, right, null));
  const { columns, schema } = columnsOfJoin("asof", left, right, shared, options.suffix ?? "_right");
  return join("asof", left, right, conditions, columns, schema);
}

const oneInequality = (given: Value | null): AvocetError =>
  new AvocetError("invalid-argument", "an as-of join is on one inequality between the left side and the right side", {
    hint: "For example on: (left, right) => left.time.ge(right.time); equal columns go into the keys.",
    ...(given ? { detail: formatValue(given) } : {}),
  });

/** The inequality with the left side's value on its left. */
function sides(given: Value, left: Relation, right: Relation): readonly [Inequality, Value, Value] {
  if (given.type !== "op" || !isInequality(given.op)) throw oneInequality(given);
  const { left: a, right: b } = given.args as Op["args"] & { left: Value; right: Value }; // as the catalogue has inequalities
  const only = (value: Value, of: Relation): boolean => relationsOf(value).size === 1 && relationsOf(value).has(of);
  if (only(a, left) && only(b, right)) return [given.op, a, b];
  if (only(a, right) && only(b, left)) return [MIRRORED[given.op], b, a];
  throw oneInequality(given);
}

const isDistance = (value: unknown): boolean => {
  if (typeof value === "number") return value >= 0;
  if (isColumn(value)) return value.dtype.kind === "interval";
  return typeof value === "object" && value !== null && Object.values(value).every((part) => !(Number(part) < 0));
};

/** Whether the two are no further apart than the tolerance. */
function withinNode(name: Inequality, l: Value, r: Value, tolerance: unknown): Value {
  if (!isDistance(tolerance))
    throw new AvocetError(
      "invalid-argument",
      `a tolerance is a number from 0, or an interval, not ${String(tolerance)}`,
      {
        hint: "For example { tolerance: { minutes: 5 } }.",
      },
    );
  if (
    (typeof tolerance === "number") ===
    (l.dtype.kind === "date" || l.dtype.kind === "timestamp" || l.dtype.kind === "time")
  )
    throw new AvocetError("invalid-argument", `the tolerance does not fit ${printDType(l.dtype)}`, {
      hint: "Numbers go with numbers, intervals with dates and times.",
    });
  const later = name === "GreaterEqual" || name === "Greater";
  // Its dtype has add and sub, or they say why not; which dtype it is is known only when it runs.
  const column = columnOf(r, null) as unknown as { add(by: unknown): AnyColumn; sub(by: unknown): AnyColumn };
  const furthest = later ? column.add(tolerance) : column.sub(tolerance);
  return op(later ? "LessEqual" : "GreaterEqual", { left: l, right: furthest.node });
}
