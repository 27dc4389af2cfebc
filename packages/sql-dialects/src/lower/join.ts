import type * as ir from "@avocet/core/ir";
import { and, call, caseWhen, operand, sql, withPrecedence } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { hasImpure, hasQuery } from "../sql/expr.js";
import * as Precedence from "../sql/precedence.js";
import type { FromItem, JoinItem } from "../sql/query.js";
import { baseName, isUncorrelated } from "./correlation.js";
import { compileJoinCondition } from "./join-condition.js";
import type { OuterColumns, QueryPlanner } from "./query-planner.js";
import type { SelectDraft } from "./select-draft.js";
import {
  draftFrom,
  hasImpures,
  hasQueries,
  hasWindows,
  isLimited,
  isPassThrough,
  isSimpleScan,
  toQuery,
} from "./select-draft.js";
import type { SingleMatch } from "./single-match-joins.js";
import type { Memo } from "./value.js";
import { lowerValue } from "./value.js";

const JOIN_TYPES: Readonly<Partial<Record<ir.JoinKind, string>>> = {
  inner: "INNER JOIN",
  left: "LEFT JOIN",
  right: "RIGHT JOIN",
  outer: "FULL JOIN",
  cross: "CROSS JOIN",
};

/** Merges the drafts of a join. A side whose conditions cannot move to the merged draft becomes a separate source. */
export function joinDrafts(
  planner: QueryPlanner,
  relation: ir.Join,
  left: SelectDraft,
  right: SelectDraft | null,
  outerColumns: OuterColumns,
): SelectDraft {
  if (relation.kind === "semi" || relation.kind === "anti")
    return semiAntiJoin(planner, relation, left, right ?? planner.draftOf(relation.right, outerColumns), outerColumns);
  if (relation.kind === "asof" || relation.kind === "anyInner" || relation.kind === "anyLeft")
    return singleMatchJoin(
      planner,
      relation,
      left,
      right ?? planner.draftOf(relation.right, outerColumns),
      outerColumns,
    );
  const leftIsNullable = relation.kind === "right" || relation.kind === "outer";
  const rightIsNullable = relation.kind === "left" || relation.kind === "outer";
  const leftDraft = prepareLeft(planner, relation, left, leftIsNullable);
  if (relation.lateral) return lateralJoin(planner, relation, leftDraft, outerColumns);
  const rightInput = right ?? planner.draftOf(relation.right, outerColumns);
  const keepsRightFilters = relation.kind === "inner" || relation.kind === "cross" || relation.kind === "left";
  // DuckDB does not support a subquery over the right side in the ON clause of an outer join.
  const isJoinable =
    isSimpleScan(rightInput) &&
    rightInput.joins.length === 0 &&
    !rightInput.where.some(hasImpure) &&
    (rightIsNullable ? isPassThrough(rightInput) && !rightInput.where.some(hasQuery) : hasNoSideEffects(rightInput));
  const rightDraft =
    isJoinable && (rightInput.where.length === 0 || keepsRightFilters) && rightInput.from
      ? rightInput
      : planner.wrapAsSource(rightInput, baseName(relation.right), isUncorrelated(relation.right));
  const {
    left: leftSide,
    right: rightSide,
    on,
  } = compileJoinCondition(planner, relation, leftDraft, rightDraft, outerColumns, leftIsNullable || rightIsNullable);
  const onConditions = relation.kind === "left" ? rightSide.where : [];
  const whereConditions = relation.kind === "left" ? [] : rightSide.where;
  const conditions = [...on, ...onConditions];
  const joinType =
    relation.kind === "cross" && conditions.length > 0 ? "INNER JOIN" : (JOIN_TYPES[relation.kind] ?? "INNER JOIN");
  const isCrossJoin = conditions.length === 0 && (relation.kind === "inner" || relation.kind === "cross");
  const join: JoinItem = {
    joinType: isCrossJoin ? "CROSS JOIN" : joinType,
    from: fromItemOf(rightSide),
    on: isCrossJoin ? null : conditions,
  };
  return {
    ...leftSide,
    joins: [...leftSide.joins, join],
    where: [...leftSide.where, ...whereConditions],
    columns: outputColumns(relation, leftSide, rightSide),
  };
}

export function fromItemOf(draft: SelectDraft): FromItem {
  if (!draft.from) throw new TypeError("Internal error: a side of a join has no FROM clause.");
  return draft.from;
}

const hasNoSideEffects = (draft: SelectDraft): boolean =>
  !hasWindows(draft) && !hasQueries(draft) && !hasImpures(draft);

function prepareLeft(planner: QueryPlanner, relation: ir.Join, left: SelectDraft, isNullable: boolean): SelectDraft {
  const isJoinable =
    left.from &&
    isSimpleScan(left) &&
    hasNoSideEffects(left) &&
    (!isNullable || (isPassThrough(left) && left.where.length === 0));
  return isJoinable ? left : planner.wrapAsSource(left, baseName(relation.left), isUncorrelated(relation.left));
}

export function outputColumns(relation: ir.Join, left: SelectDraft, right: SelectDraft): Map<string, Sql> {
  const columns = new Map<string, Sql>();
  for (const [name, column] of relation.columns) {
    const [leftValue, rightValue] = [
      column.left === null ? undefined : left.columns.get(column.left),
      column.right === null ? undefined : right.columns.get(column.right),
    ];
    const value =
      column.side === "both" && leftValue && rightValue
        ? call("COALESCE", leftValue, rightValue)
        : column.side === "right"
          ? rightValue
          : leftValue;
    if (value) columns.set(name, value); // undefined if the column was pruned
  }
  return columns;
}

/** Plans a semi or anti join: WHERE IN for a semi join on one key, else WHERE [NOT] EXISTS. */
function semiAntiJoin(
  planner: QueryPlanner,
  relation: ir.Join,
  left: SelectDraft,
  right: SelectDraft,
  outerColumns: OuterColumns,
): SelectDraft {
  const leftDraft = prepareLeft(planner, relation, left, false);
  const member = relation.kind === "semi" ? inSubquery(planner, relation, leftDraft, right) : null;
  if (member) return { ...leftDraft, where: [...leftDraft.where, member] };
  const isJoinable = isSimpleScan(right) && hasNoSideEffects(right);
  const rightDraft = isJoinable
    ? right
    : planner.wrapAsSource(right, baseName(relation.right), isUncorrelated(relation.right));
  const scope = planner.scope(
    [
      [relation.left, leftDraft],
      [relation.right, rightDraft],
    ],
    outerColumns,
  );
  const memo: Memo = new Map();
  const on = relation.predicates.map((p) => lowerValue(p, scope, memo));
  const query: Sql = {
    kind: "query",
    query: toQuery({ ...rightDraft, where: [...rightDraft.where, ...on], columns: new Map() }),
  };
  const condition = relation.kind === "semi" ? sql`EXISTS ${query}` : sql`NOT EXISTS ${query}`;
  return { ...leftDraft, where: [...leftDraft.where, condition] };
}

/**
 * A semi join on one equality as `key IN (SELECT key …)`, which engines can reorder among other joins; null for other
 * conditions. NULL matches nothing, as in a join.
 */
function inSubquery(planner: QueryPlanner, relation: ir.Join, left: SelectDraft, right: SelectDraft): Sql | null {
  const [predicate, second] = relation.predicates;
  if (second || predicate?.type !== "op" || predicate.op !== "Equals") return null;
  const sides = [predicate.args.left, predicate.args.right] as readonly ir.ValueNode[];
  const fields = sides.filter((side) => side.type === "field");
  const [leftName, rightName] = [relation.left, relation.right].map(
    (side) => fields.find((field) => field.relation === side)?.name,
  );
  if (leftName === undefined || rightName === undefined) return null;
  const source =
    right.distinct || isLimited(right)
      ? planner.wrapAsSource(right, baseName(relation.right), isUncorrelated(relation.right))
      : right;
  const [leftKey, rightKey] = [left.columns.get(leftName), source.columns.get(rightName)];
  if (!leftKey || !rightKey) throw new TypeError("Internal error: a join key is not a column of its side.");
  const query: Sql = {
    kind: "query",
    query: toQuery({ ...source, columns: new Map([[rightName, rightKey]]), orderBy: [] }),
  };
  return withPrecedence(Precedence.comparison)`${operand(leftKey, Precedence.otherOperator)} IN ${query}`;
}

/** Plans a join whose right side refers to the row of the left side. */
function lateralJoin(
  planner: QueryPlanner,
  relation: ir.Join,
  left: SelectDraft,
  outerColumns: OuterColumns,
): SelectDraft {
  const columnsInScope = new Map(outerColumns);
  columnsInScope.set(relation.left, left.columns);
  const draft = planner.draftOf(relation.right, columnsInScope);
  const dialectJoin = planner.dialect.lateral?.(
    toQuery(draft),
    [...draft.columns.keys()],
    baseName(relation.right),
    relation.kind === "left",
  );
  if (dialectJoin) {
    const joined = draftFrom(dialectJoin.from, draft.columns.keys());
    return { ...left, joins: [...left.joins, dialectJoin], columns: outputColumns(relation, left, joined) };
  }
  planner.refuseCorrelatedLimit(draft, relation.right);
  const right = planner.wrapAsSource(draft, baseName(relation.right), false);
  if (!right.from) throw new TypeError("Internal error: the right side of a join has no FROM clause.");
  const joinType = relation.kind === "left" ? "LEFT JOIN LATERAL" : "INNER JOIN LATERAL";
  const join: JoinItem = { joinType, from: right.from, on: [sql`TRUE`] };
  return { ...left, joins: [...left.joins, join], columns: outputColumns(relation, left, right) };
}

/** The first inequality of an as-of join selects the nearest match; later conditions are tested on that match only. */
const INEQUALITIES: ReadonlySet<string> = new Set(["Less", "LessEqual", "Greater", "GreaterEqual"]);

/**
 * Plans a join with at most one match per left row: ASOF JOIN, a lateral query with LIMIT 1, or as the dialect does.
 */
function singleMatchJoin(
  planner: QueryPlanner,
  relation: ir.Join,
  left: SelectDraft,
  right: SelectDraft,
  outerColumns: OuterColumns,
): SelectDraft {
  const leftDraft = prepareLeft(planner, relation, left, false);
  const rightDraft =
    isSimpleScan(right) && right.joins.length === 0 && right.where.length === 0 && isPassThrough(right) && right.from
      ? right
      : planner.wrapAsSource(right, baseName(relation.right), isUncorrelated(relation.right));
  const scope = planner.scope(
    [
      [relation.left, leftDraft],
      [relation.right, rightDraft],
    ],
    outerColumns,
  );
  const memo: Memo = new Map();
  const on = relation.predicates.map((p) => lowerValue(p, scope, memo));
  const inequalityIndex = relation.predicates.findIndex((p) => p.type === "op" && INEQUALITIES.has(p.op));
  const match: SingleMatch = {
    relation,
    left: leftDraft,
    right: rightDraft,
    outerColumns,
    scope,
    memo,
    on,
    inequalityIndex,
  };
  const emulated = planner.dialect.singleMatchJoin?.(planner, match);
  if (emulated) return emulated;
  if (relation.kind === "asof") {
    const conditions = on.slice(0, inequalityIndex + 1);
    const join: JoinItem = { joinType: "ASOF LEFT JOIN", from: fromItemOf(rightDraft), on: conditions };
    return addMatch(match, join, rightDraft, on.slice(inequalityIndex + 1));
  }
  const rows = planner.wrapAsSource({ ...rightDraft, where: on, limit: 1 }, baseName(relation.right), false);
  const joinType = relation.kind === "anyInner" ? "INNER JOIN LATERAL" : "LEFT JOIN LATERAL";
  return addMatch(match, { joinType, from: fromItemOf(rows), on: [sql`TRUE`] }, rows);
}

/** Adds the join with the match of each left row; columns of a match that does not fulfill `conditions` are NULL. */
export function addMatch(
  { relation, left }: SingleMatch,
  join: JoinItem,
  right: SelectDraft,
  conditions: readonly Sql[] = [],
): SelectDraft {
  const columns = nullifyUnmatched(relation, outputColumns(relation, left, right), conditions);
  return { ...left, joins: [...left.joins, join], columns };
}

/** Replaces the columns of a match with NULL if it does not fulfill the remaining conditions. */
export function nullifyUnmatched(
  relation: ir.Join,
  columns: Map<string, Sql>,
  conditions: readonly Sql[],
): Map<string, Sql> {
  if (conditions.length > 0)
    for (const [name, column] of relation.columns)
      if (column.side === "right")
        columns.set(name, caseWhen([[conditions.reduce(and), columns.get(name) ?? sql`NULL`]]));
  return columns;
}
