// Joins with at most one match per left row, for engines without ASOF LEFT JOIN or correlated LIMIT.
import * as ir from "@avocet/core/ir";
import { compare, sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { mark } from "../sql/expr.js";
import type { JoinItem, SortSql } from "../sql/query.js";
import { baseName, isUncorrelated } from "./correlation.js";
import { filterByColumn } from "./filter.js";
import { addMatch, fromItemOf, nullifyUnmatched, outputColumns } from "./join.js";
import { compileJoinCondition } from "./join-condition.js";
import { unusedName } from "./name-allocator.js";
import type { OuterColumns, QueryPlanner } from "./query-planner.js";
import type { SelectDraft } from "./select-draft.js";
import type { Memo, Scope } from "./value.js";
import { lowerSort, lowerValue, sortList } from "./value.js";

/** A join with at most one match per left row, with its sides and conditions compiled. */
export interface SingleMatch {
  readonly relation: ir.Join;
  readonly left: SelectDraft;
  readonly right: SelectDraft;
  readonly outerColumns: OuterColumns;
  /** The scope of both sides, and the values that are compiled in it. */
  readonly scope: Scope;
  readonly memo: Memo;
  /** The compiled conditions. */
  readonly on: readonly Sql[];
  /** The index of the inequality by which an as-of join selects the nearest match. */
  readonly inequalityIndex: number;
}
/** Plans a join with at most one match per left row; undefined for the default. */
export type SingleMatchJoin = (planner: QueryPlanner, match: SingleMatch) => SelectDraft | undefined;

const OPERATORS = { Less: "<", LessEqual: "<=", Greater: ">", GreaterEqual: ">=" } as const;
const FLIPPED_OPERATORS = { Less: ">", LessEqual: ">=", Greater: "<", GreaterEqual: "<=" } as const;
const isInequality = (op: string): op is keyof typeof OPERATORS => op in OPERATORS;

/** Compiles the inequality of an as-of join with the value of the left side first. */
function compileInequality({ relation, inequalityIndex, scope, memo }: SingleMatch): Sql {
  const inequality = relation.predicates[inequalityIndex];
  if (inequality?.type !== "op" || !isInequality(inequality.op))
    throw new TypeError("Internal error: an as-of join has no inequality.");
  const { left, right } = inequality.args as { readonly left: ir.Value; readonly right: ir.Value }; // of a comparison
  const isFlipped = ir.relationsOf(left).has(relation.right);
  const [first, second] = [left, right].map((side) => lowerValue(side, scope, memo)) as [Sql, Sql]; // both
  return isFlipped
    ? compare(second, FLIPPED_OPERATORS[inequality.op], first)
    : compare(first, OPERATORS[inequality.op], second);
}

/** The sort key that puts the nearest match by an inequality first. */
function nearestFirstKey(relation: ir.Join, inequality: ir.Value | undefined, scope: Scope, memo: Memo): SortSql {
  if (inequality?.type !== "op") throw new TypeError("Internal error: an as-of join has no inequality.");
  const { left, right } = inequality.args as { readonly left: ir.Value; readonly right: ir.Value }; // of a comparison
  const isFlipped = ir.relationsOf(left).has(relation.right);
  const descending = inequality.op.startsWith("Greater") !== isFlipped;
  return lowerSort(ir.sortKey(isFlipped ? left : right, descending), scope, memo);
}

/** An as-of join as ASOF JOIN with the inequality in MATCH_CONDITION and the equalities in ON. */
export function matchConditionJoin(_planner: QueryPlanner, match: SingleMatch): SelectDraft {
  const { right, on, inequalityIndex } = match;
  const equalities = on.slice(0, inequalityIndex);
  const join: JoinItem = {
    joinType: "ASOF JOIN",
    from: fromItemOf(right),
    matchCondition: compileInequality(match),
    on: equalities.length > 0 ? equalities : null,
  };
  return addMatch(match, join, right, on.slice(inequalityIndex + 1));
}

/** An as-of join as a lateral query of the nearest row. */
export function lateralAsofJoin(planner: QueryPlanner, match: SingleMatch): SelectDraft {
  const { relation, left, right, on, inequalityIndex, scope, memo, outerColumns } = match;
  const sortKey = nearestFirstKey(relation, relation.predicates[inequalityIndex], scope, memo);
  const nearest = planner.wrapAsSource(
    { ...right, where: on.slice(0, inequalityIndex + 1), orderBy: [sortKey], limit: 1 },
    baseName(relation.right),
    false,
  );
  const nearestScope = planner.scope(
    [
      [relation.left, left],
      [relation.right, nearest],
    ],
    outerColumns,
  );
  const conditions = relation.predicates.slice(inequalityIndex + 1).map((p) => lowerValue(p, nearestScope, new Map()));
  const join: JoinItem = { joinType: "LEFT JOIN LATERAL", from: fromItemOf(nearest), on: [sql`TRUE`] };
  return addMatch(match, join, nearest, conditions);
}

/**
 * Keeps one match per left row by ROW_NUMBER. In an as-of join, it is the nearest; otherwise any match is kept.
 */
export function rowNumberedMatch(planner: QueryPlanner, match: SingleMatch): SelectDraft {
  const { relation, left, right, outerColumns } = match;
  const keepsUnmatched = relation.kind !== "anyInner";
  const inequalityIndex = relation.kind === "asof" ? match.inequalityIndex : null;
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
  const matched = { ...keepFirstMatch(planner, leftSide, join, rowNumber, sortKeys), columns };
  return planner.dialect.features.qualify
    ? matched
    : filterByColumn(planner, { ...matched, qualify: [] }, relation, matched.qualify);
}

/** Numbers the rows of the left side, so that matches can be partitioned by left row. */
function withRowNumbers(
  planner: QueryPlanner,
  left: SelectDraft,
  relation: ir.Relation,
): { readonly draft: SelectDraft; readonly rowColumn: string } {
  const rowColumn = unusedName(left.columns, "left_row");
  const rowNumber = mark.window(sql`ROW_NUMBER() OVER (ORDER BY NULL)`);
  const draft = planner.wrapAsSource(
    { ...left, columns: new Map([...left.columns, [rowColumn, rowNumber]]) },
    baseName(relation),
    isUncorrelated(relation),
  );
  return { draft, rowColumn };
}

/** Adds a join and keeps one match per left row with QUALIFY: the first in sort order, or an arbitrary one. */
function keepFirstMatch(
  planner: QueryPlanner,
  draft: SelectDraft,
  join: JoinItem,
  leftRow: Sql,
  order: readonly SortSql[],
): SelectDraft {
  const keys = order.length > 0 ? sortList(order, planner.dialect) : sql`NULL`;
  const matchNumber = mark.window(sql`ROW_NUMBER() OVER (PARTITION BY ${leftRow} ORDER BY ${keys})`);
  return { ...draft, joins: [...draft.joins, join], qualify: [...draft.qualify, compare(matchNumber, "=", sql`1`)] };
}
