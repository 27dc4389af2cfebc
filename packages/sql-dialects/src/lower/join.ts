import * as ir from "@avocet/core/ir";
import { and, call, caseWhen, operand, sql, withPrecedence } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { hasImpure, hasQuery } from "../sql/expr.js";
import * as Precedence from "../sql/precedence.js";
import type { FromItem, JoinItem, SortSql } from "../sql/query.js";
import { compileInequality, keepFirstMatch, withRowNumbers } from "./asof-join.js";
import { baseName, isUncorrelated } from "./correlation.js";
import { filterByColumn } from "./filter.js";
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
import type { Memo, Scope } from "./value.js";
import { lowerSort, lowerValue } from "./value.js";

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

function fromItemOf(draft: SelectDraft): FromItem {
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

function outputColumns(relation: ir.Join, left: SelectDraft, right: SelectDraft): Map<string, Sql> {
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

/** Plans a join with at most one match per left row: ASOF JOIN, a lateral query with LIMIT 1, or ROW_NUMBER. */
function singleMatchJoin(
  planner: QueryPlanner,
  relation: ir.Join,
  left: SelectDraft,
  right: SelectDraft,
  outerColumns: OuterColumns,
): SelectDraft {
  const keepsUnmatched = relation.kind !== "anyInner";
  const leftDraft = prepareLeft(planner, relation, left, false);
  const rightDraft =
    isSimpleScan(right) && right.joins.length === 0 && right.where.length === 0 && isPassThrough(right) && right.from
      ? right
      : planner.wrapAsSource(right, baseName(relation.right), isUncorrelated(relation.right));
  if (!rightDraft.from) throw new TypeError("Internal error: the right side of a join has no FROM clause.");
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
  if (
    relation.kind === "asof" &&
    !planner.dialect.features.asofJoin &&
    planner.dialect.features.correlatedLimit === false
  )
    return rowNumberedMatch(planner, relation, leftDraft, rightDraft, true, outerColumns, inequalityIndex);
  if (relation.kind === "asof" && !planner.dialect.features.asofJoin) {
    const sortKey = nearestFirstKey(relation, relation.predicates[inequalityIndex], scope, memo);
    const match = planner.wrapAsSource(
      { ...rightDraft, where: on.slice(0, inequalityIndex + 1), orderBy: [sortKey], limit: 1 },
      baseName(relation.right),
      false,
    );
    if (!match.from) throw new TypeError("Internal error: the right side of a join has no FROM clause.");
    const matchScope = planner.scope(
      [
        [relation.left, leftDraft],
        [relation.right, match],
      ],
      outerColumns,
    );
    const conditions = relation.predicates.slice(inequalityIndex + 1).map((p) => lowerValue(p, matchScope, new Map()));
    const join: JoinItem = { joinType: "LEFT JOIN LATERAL", from: match.from, on: [sql`TRUE`] };
    return {
      ...leftDraft,
      joins: [...leftDraft.joins, join],
      columns: nullifyUnmatched(relation, outputColumns(relation, leftDraft, match), conditions),
    };
  }
  if (relation.kind === "asof") {
    const inequality = relation.predicates[inequalityIndex];
    const usesMatchCondition = planner.dialect.features.asofMatch === true && inequality !== undefined;
    const join: JoinItem = usesMatchCondition
      ? matchConditionJoin(
          rightDraft.from,
          compileInequality(relation, inequality, scope, memo),
          on.slice(0, inequalityIndex),
        )
      : { joinType: "ASOF LEFT JOIN", from: rightDraft.from, on: on.slice(0, inequalityIndex + 1) };
    return {
      ...leftDraft,
      joins: [...leftDraft.joins, join],
      columns: nullifyUnmatched(
        relation,
        outputColumns(relation, leftDraft, rightDraft),
        on.slice(inequalityIndex + 1),
      ),
    };
  }
  if (planner.dialect.features.correlatedLimit === false)
    return rowNumberedMatch(planner, relation, leftDraft, rightDraft, keepsUnmatched, outerColumns, null);
  const match = planner.wrapAsSource({ ...rightDraft, where: on, limit: 1 }, baseName(relation.right), false);
  if (!match.from) throw new TypeError("Internal error: the right side of a join has no FROM clause.");
  const join: JoinItem = {
    joinType: keepsUnmatched ? "LEFT JOIN LATERAL" : "INNER JOIN LATERAL",
    from: match.from,
    on: [sql`TRUE`],
  };
  return { ...leftDraft, joins: [...leftDraft.joins, join], columns: outputColumns(relation, leftDraft, match) };
}

/** Replaces the columns of a match with NULL if it does not fulfill the remaining conditions. */
function nullifyUnmatched(relation: ir.Join, columns: Map<string, Sql>, conditions: readonly Sql[]): Map<string, Sql> {
  if (conditions.length > 0)
    for (const [name, column] of relation.columns)
      if (column.side === "right")
        columns.set(name, caseWhen([[conditions.reduce(and), columns.get(name) ?? sql`NULL`]]));
  return columns;
}

/** The sort key that puts the nearest match by an inequality first. */
function nearestFirstKey(relation: ir.Join, inequality: ir.Value | undefined, scope: Scope, memo: Memo): SortSql {
  if (inequality?.type !== "op") throw new TypeError("Internal error: an as-of join has no inequality.");
  const { left, right } = inequality.args as { readonly left: ir.Value; readonly right: ir.Value }; // of a comparison
  const isFlipped = ir.relationsOf(left).has(relation.right);
  const descending = inequality.op.startsWith("Greater") !== isFlipped;
  return lowerSort(ir.sortKey(isFlipped ? left : right, descending), scope, memo);
}

/** An ASOF JOIN whose inequality is in MATCH_CONDITION and whose equalities are in ON. */
const matchConditionJoin = (from: FromItem, matchCondition: Sql, equalities: readonly Sql[]): JoinItem => ({
  joinType: "ASOF JOIN",
  from,
  matchCondition,
  on: equalities.length > 0 ? equalities : null,
});

/**
 * Keeps one match per left row by ROW_NUMBER, for engines without correlated LIMIT. In an as-of join, matches are
 * ordered by the inequality at `inequalityIndex`; otherwise the index is null and any match is kept.
 */
function rowNumberedMatch(
  planner: QueryPlanner,
  relation: ir.Join,
  left: SelectDraft,
  right: SelectDraft,
  keepsUnmatched: boolean,
  outerColumns: OuterColumns,
  inequalityIndex: number | null,
): SelectDraft {
  const { draft, rowColumn } = withRowNumbers(planner, left, relation.left);
  const predicates = inequalityIndex === null ? relation.predicates : relation.predicates.slice(0, inequalityIndex + 1);
  const {
    left: leftSide,
    right: rightSide,
    on,
  } = compileJoinCondition(planner, { ...relation, predicates }, draft, right, outerColumns, keepsUnmatched);
  const join: JoinItem = { joinType: keepsUnmatched ? "LEFT JOIN" : "INNER JOIN", from: fromItemOf(rightSide), on };
  const rowNumber = leftSide.columns.get(rowColumn);
  if (!rowNumber) throw new TypeError("Internal error: the row number of the left side is missing.");
  const scope = planner.scope(
    [
      [relation.left, leftSide],
      [relation.right, rightSide],
    ],
    outerColumns,
  );
  const memo: Memo = new Map();
  const sortKeys =
    inequalityIndex === null ? [] : [nearestFirstKey(relation, relation.predicates[inequalityIndex], scope, memo)];
  const conditions =
    inequalityIndex === null
      ? []
      : relation.predicates.slice(inequalityIndex + 1).map((p) => lowerValue(p, scope, memo));
  const columns = nullifyUnmatched(relation, outputColumns(relation, leftSide, rightSide), conditions);
  const matched = { ...keepFirstMatch(leftSide, join, rowNumber, sortKeys, planner.dialect), columns };
  return planner.dialect.features.qualify
    ? matched
    : filterByColumn(planner, { ...matched, qualify: [] }, relation, matched.qualify);
}
