import { ir } from "@avocet/core";
import { compare, intLiteral } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { baseName, isUncorrelated } from "./correlation.js";
import type { Outer, QueryPlanner } from "./query-planner.js";
import type { SelectDraft } from "./select-draft.js";
import type { Memo } from "./value.js";
import { lowerValue } from "./value.js";

/** The two sides of a join and its conditions; an outer join gets an equality of both where the engine asks for one. */
export function matched(
  low: QueryPlanner,
  r: ir.Join,
  left: SelectDraft,
  right: SelectDraft,
  outer: Outer,
  missing: boolean,
): { readonly left: SelectDraft; readonly right: SelectDraft; readonly on: readonly Sql[] } {
  const on = conditions(low, r, left, right, outer);
  const equal = on.some((condition, i) => isEquality(condition, r, r.predicates[i]));
  const all = r.how === "outer" && !equal ? ofAllPairs(low, left, right) : undefined;
  if (all) return { left, right, on: [all, ...on] };
  if (!missing || equal || low.dialect.features.outerJoinsByEquality !== true) return { left, right, on };
  const [l, rt] = [withOne(low, left, r.left), withOne(low, right, r.right)];
  const same = compare(l.one, "=", rt.one);
  return { left: l.block, right: rt.block, on: [same, ...conditions(low, r, l.block, rt.block, outer)] };
}

function conditions(
  low: QueryPlanner,
  r: ir.Join,
  left: SelectDraft,
  right: SelectDraft,
  outer: Outer,
): readonly Sql[] {
  const scope = low.scope(
    [
      [r.left, left],
      [r.right, right],
    ],
    outer,
  );
  const memo: Memo = new Map();
  return r.predicates.map((p) => lowerValue(p, scope, memo));
}

/** A condition that is true of every pair of rows, where a full join needs one on both sides. */
function ofAllPairs(low: QueryPlanner, left: SelectDraft, right: SelectDraft): Sql | undefined {
  const [[a], [b]] = [[...left.columns.values()], [...right.columns.values()]];
  return a && b && low.dialect.alwaysTrueEquality?.(a, b);
}

/** Whether a condition is written as an equality of one side and the other. */
function isEquality(condition: Sql, r: ir.Join, predicate: ir.Value | undefined): boolean {
  if (predicate?.type !== "op" || predicate.op !== "Equals") return false;
  if (condition.kind !== "text" || condition.parts[1] !== " = ") return false;
  const { left, right } = predicate.args as { readonly left: ir.Value; readonly right: ir.Value }; // of a comparison
  const [a, b] = [ir.relationsOf(left), ir.relationsOf(right)];
  const only = (relations: ReadonlySet<ir.Relation>, side: ir.Relation): boolean =>
    relations.size === 1 && relations.has(side);
  return (only(a, r.left) && only(b, r.right)) || (only(a, r.right) && only(b, r.left));
}

/** A side with a column of ones. */
function withOne(
  low: QueryPlanner,
  given: SelectDraft,
  r: ir.Relation,
): { readonly block: SelectDraft; readonly one: Sql } {
  let name = "one";
  while (given.columns.has(name)) name = `_${name}`;
  const block = low.wrap(
    { ...given, columns: new Map([...given.columns, [name, intLiteral(1)]]) },
    baseName(r),
    isUncorrelated(r),
  );
  const one = block.columns.get(name);
  if (!one) throw new TypeError("the column of ones is there");
  return { block: { ...block, columns: new Map([...block.columns].filter(([column]) => column !== name)) }, one };
}
