import * as ir from "@avocet/core/ir";
import { compare, intLiteral } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { baseName, isUncorrelated } from "./correlation.js";
import { unusedName } from "./name-allocator.js";
import type { OuterColumns, QueryPlanner } from "./query-planner.js";
import type { SelectDraft } from "./select-draft.js";
import type { Memo } from "./value.js";
import { lowerValue } from "./value.js";

/** Compiles the conditions of a join. Adds an always-true equality if the engine requires one for an outer join. */
export function compileJoinCondition(
  planner: QueryPlanner,
  relation: ir.Join,
  left: SelectDraft,
  right: SelectDraft,
  outerColumns: OuterColumns,
  isOuterJoin: boolean,
): { readonly left: SelectDraft; readonly right: SelectDraft; readonly on: readonly Sql[] } {
  const on = compilePredicates(planner, relation, left, right, outerColumns);
  const hasEquality = on.some((condition, i) => isEquality(condition, relation, relation.predicates[i]));
  const alwaysTrue = relation.kind === "outer" && !hasEquality ? alwaysTrueCondition(planner, left, right) : undefined;
  if (alwaysTrue) return { left, right, on: [alwaysTrue, ...on] };
  if (!isOuterJoin || hasEquality || planner.dialect.features.outerJoinsByEquality !== true) return { left, right, on };
  const [leftSide, rightSide] = [
    withConstantColumn(planner, left, relation.left),
    withConstantColumn(planner, right, relation.right),
  ];
  const equality = compare(leftSide.constant, "=", rightSide.constant);
  return {
    left: leftSide.draft,
    right: rightSide.draft,
    on: [equality, ...compilePredicates(planner, relation, leftSide.draft, rightSide.draft, outerColumns)],
  };
}

function compilePredicates(
  planner: QueryPlanner,
  relation: ir.Join,
  left: SelectDraft,
  right: SelectDraft,
  outerColumns: OuterColumns,
): readonly Sql[] {
  const scope = planner.scope(
    [
      [relation.left, left],
      [relation.right, right],
    ],
    outerColumns,
  );
  const memo: Memo = new Map();
  return relation.predicates.map((p) => lowerValue(p, scope, memo));
}

/** A condition that is true for every pair of rows, for engines whose FULL JOIN requires an equality. */
function alwaysTrueCondition(planner: QueryPlanner, left: SelectDraft, right: SelectDraft): Sql | undefined {
  const [[leftColumn], [rightColumn]] = [[...left.columns.values()], [...right.columns.values()]];
  return leftColumn && rightColumn && planner.dialect.alwaysTrueEquality?.(leftColumn, rightColumn);
}

/** True if a condition is compiled as an equality between the left and the right side. */
function isEquality(condition: Sql, relation: ir.Join, predicate: ir.Value | undefined): boolean {
  if (predicate?.type !== "op" || predicate.op !== "Equals") return false;
  if (condition.kind !== "text" || condition.segments[1] !== " = ") return false;
  const { left, right } = predicate.args as { readonly left: ir.Value; readonly right: ir.Value }; // of a comparison
  const [leftRelations, rightRelations] = [ir.relationsOf(left), ir.relationsOf(right)];
  const readsOnly = (relations: ReadonlySet<ir.Relation>, side: ir.Relation): boolean =>
    relations.size === 1 && relations.has(side);
  return (
    (readsOnly(leftRelations, relation.left) && readsOnly(rightRelations, relation.right)) ||
    (readsOnly(leftRelations, relation.right) && readsOnly(rightRelations, relation.left))
  );
}

/** Adds a constant column to one side of a join, to be compared with that of the other side. */
function withConstantColumn(
  planner: QueryPlanner,
  side: SelectDraft,
  relation: ir.Relation,
): { readonly draft: SelectDraft; readonly constant: Sql } {
  const name = unusedName(side.columns, "one");
  const draft = planner.wrapAsSource(
    { ...side, columns: new Map([...side.columns, [name, intLiteral(1)]]) },
    baseName(relation),
    isUncorrelated(relation),
  );
  const constant = draft.columns.get(name);
  if (!constant) throw new TypeError("Internal error: the constant column of a join side is missing.");
  return { draft: { ...draft, columns: new Map([...draft.columns].filter(([column]) => column !== name)) }, constant };
}
