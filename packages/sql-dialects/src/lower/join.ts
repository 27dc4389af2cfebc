import { ir } from "@avocet/core";
import { and, call, caseWhen, operand, sql, withPrecedence } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { hasImpure, hasQuery, Precedence } from "../sql/expr.js";
import type { FromItem, JoinItem, SortSql } from "../sql/query.js";
import { leftFirst, numbered, onePerRow } from "./asof-join.js";
import { baseName, isUncorrelated } from "./correlation.js";
import { filterByColumn } from "./filter.js";
import { matched } from "./join-condition.js";
import type { Outer, QueryPlanner } from "./query-planner.js";
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

const WORDS: Readonly<Partial<Record<ir.JoinHow, string>>> = {
  inner: "INNER JOIN",
  left: "LEFT JOIN",
  right: "RIGHT JOIN",
  outer: "FULL JOIN",
  cross: "CROSS JOIN",
};

/** Two blocks as one: conditions on a side that cannot be missing stay conditions of the whole, other sides are wrapped. */
export function joinBlocks(
  low: QueryPlanner,
  r: ir.Join,
  left: SelectDraft,
  right: SelectDraft | null,
  outer: Outer,
): SelectDraft {
  if (r.how === "semi" || r.how === "anti")
    return semiAntiJoin(low, r, left, right ?? low.block(r.right, outer), outer);
  if (r.how === "asof" || r.how === "anyInner" || r.how === "anyLeft")
    return singleMatchJoin(low, r, left, right ?? low.block(r.right, outer), outer);
  const leftMissing = r.how === "right" || r.how === "outer";
  const rightMissing = r.how === "left" || r.how === "outer";
  const l = prepareLeft(low, r, left, leftMissing);
  if (r.lateral) return lateral(low, r, l, outer);
  const given = right ?? low.block(r.right, outer);
  const foldable = r.how === "inner" || r.how === "cross" || r.how === "left";
  // DuckDB takes no subquery of the right side in the ON of an outer join.
  const simple =
    isSimpleScan(given) &&
    given.joins.length === 0 &&
    !given.where.some(hasImpure) &&
    (rightMissing ? isPassThrough(given) && !given.where.some(hasQuery) : hasNoSideEffects(given));
  const rt =
    simple && (given.where.length === 0 || foldable) && given.from
      ? given
      : low.wrap(given, baseName(r.right), isUncorrelated(r.right));
  const { left: lb, right: rb, on } = matched(low, r, l, rt, outer, leftMissing || rightMissing);
  const intoOn = r.how === "left" ? rb.where : [];
  const intoWhere = r.how === "left" ? [] : rb.where;
  const conditions = [...on, ...intoOn];
  const word = r.how === "cross" && conditions.length > 0 ? "INNER JOIN" : (WORDS[r.how] ?? "INNER JOIN");
  const cross = conditions.length === 0 && (r.how === "inner" || r.how === "cross");
  const join: JoinItem = { how: cross ? "CROSS JOIN" : word, from: sourceOf(rb), on: cross ? null : conditions };
  return { ...lb, joins: [...lb.joins, join], where: [...lb.where, ...intoWhere], columns: outputs(r, lb, rb) };
}

function sourceOf(block: SelectDraft): FromItem {
  if (!block.from) throw new TypeError("the side of a join is a source");
  return block.from;
}

const hasNoSideEffects = (b: SelectDraft): boolean => !hasWindows(b) && !hasQueries(b) && !hasImpures(b);

function prepareLeft(low: QueryPlanner, r: ir.Join, left: SelectDraft, missing: boolean): SelectDraft {
  const fits =
    left.from &&
    isSimpleScan(left) &&
    hasNoSideEffects(left) &&
    (!missing || (isPassThrough(left) && left.where.length === 0));
  return fits ? left : low.wrap(left, baseName(r.left), isUncorrelated(r.left));
}

function outputs(r: ir.Join, left: SelectDraft, right: SelectDraft): Map<string, Sql> {
  const columns = new Map<string, Sql>();
  for (const [name, column] of r.columns) {
    const [l, rt] = [
      column.left === null ? undefined : left.columns.get(column.left),
      column.right === null ? undefined : right.columns.get(column.right),
    ];
    const value = column.side === "both" && l && rt ? call("COALESCE", l, rt) : column.side === "right" ? rt : l;
    if (value) columns.set(name, value); // a column that nothing reads is not there
  }
  return columns;
}

/** Semi and anti joins read as what they mean: WHERE IN for one key, else WHERE EXISTS. */
function semiAntiJoin(low: QueryPlanner, r: ir.Join, left: SelectDraft, right: SelectDraft, outer: Outer): SelectDraft {
  const l = prepareLeft(low, r, left, false);
  const member = r.how === "semi" ? membership(low, r, l, right) : null;
  if (member) return { ...l, where: [...l.where, member] };
  const usable = isSimpleScan(right) && hasNoSideEffects(right);
  const rt = usable ? right : low.wrap(right, baseName(r.right), isUncorrelated(r.right));
  const scope = low.scope(
    [
      [r.left, l],
      [r.right, rt],
    ],
    outer,
  );
  const memo: Memo = new Map();
  const on = r.predicates.map((p) => lowerValue(p, scope, memo));
  const query: Sql = { kind: "query", query: toQuery({ ...rt, where: [...rt.where, ...on], columns: new Map() }) };
  const condition = r.how === "semi" ? sql`EXISTS ${query}` : sql`NOT EXISTS ${query}`;
  return { ...l, where: [...l.where, condition] };
}

/** One key by equality as `key IN (SELECT key …)`, which engines plan among the other joins. NULL is in no list, as in a join. */
function membership(low: QueryPlanner, r: ir.Join, left: SelectDraft, right: SelectDraft): Sql | null {
  const [only, more] = r.predicates;
  if (more || only?.type !== "op" || only.op !== "Equals") return null;
  const sides = [only.args.left, only.args.right] as readonly ir.ValueNode[]; // both are values by the catalogue
  const fields = sides.filter((side) => side.type === "field");
  const [outer, inner] = [r.left, r.right].map((side) => fields.find((field) => field.relation === side)?.name);
  if (outer === undefined || inner === undefined) return null;
  const source =
    right.distinct || isLimited(right) ? low.wrap(right, baseName(r.right), isUncorrelated(r.right)) : right;
  const [key, listed] = [left.columns.get(outer), source.columns.get(inner)];
  if (!key || !listed) throw new TypeError("the keys of a join are columns of its sides");
  const query: Sql = { kind: "query", query: toQuery({ ...source, columns: new Map([[inner, listed]]), orderBy: [] }) };
  return withPrecedence(Precedence.comparison)`${operand(key, Precedence.other)} IN ${query}`;
}

function lateral(low: QueryPlanner, r: ir.Join, left: SelectDraft, outer: Outer): SelectDraft {
  const around = new Map(outer);
  around.set(r.left, left.columns);
  const block = low.block(r.right, around);
  const own = low.dialect.lateral?.(toQuery(block), [...block.columns.keys()], baseName(r.right), r.how === "left");
  if (own) {
    const joined = draftFrom(own.from, block.columns.keys());
    return { ...left, joins: [...left.joins, own], columns: outputs(r, left, joined) };
  }
  low.refuseLimit(block, r.right);
  const right = low.wrap(block, baseName(r.right), false);
  if (!right.from) throw new TypeError("the right side of a join is a source");
  const word = r.how === "left" ? "LEFT JOIN LATERAL" : "INNER JOIN LATERAL";
  const join: JoinItem = { how: word, from: right.from, on: [sql`TRUE`] };
  return { ...left, joins: [...left.joins, join], columns: outputs(r, left, right) };
}

/** The first inequality of an as-of join says which match is nearest; what comes after it is asked of that match alone. */
const INEQUALITIES: ReadonlySet<string> = new Set(["Less", "LessEqual", "Greater", "GreaterEqual"]);

/** Joins that keep at most one match: the engine's own as-of join, or a lateral query with LIMIT 1. */
function singleMatchJoin(
  low: QueryPlanner,
  r: ir.Join,
  left: SelectDraft,
  right: SelectDraft,
  outer: Outer,
): SelectDraft {
  const missing = r.how !== "anyInner";
  const l = prepareLeft(low, r, left, false);
  const rt =
    isSimpleScan(right) && right.joins.length === 0 && right.where.length === 0 && isPassThrough(right) && right.from
      ? right
      : low.wrap(right, baseName(r.right), isUncorrelated(r.right));
  if (!rt.from) throw new TypeError("the right side of a join is a source");
  const scope = low.scope(
    [
      [r.left, l],
      [r.right, rt],
    ],
    outer,
  );
  const memo: Memo = new Map();
  const on = r.predicates.map((p) => lowerValue(p, scope, memo));
  const nearest = r.predicates.findIndex((p) => p.type === "op" && INEQUALITIES.has(p.op));
  if (r.how === "asof" && !low.dialect.features.asofJoin && low.dialect.features.correlatedLimit === false)
    return rowNumberedMatch(low, r, l, rt, true, outer, nearest);
  if (r.how === "asof" && !low.dialect.features.asofJoin) {
    const by = nearestFirst(r, r.predicates[nearest], scope, memo);
    const first = low.wrap(
      { ...rt, where: on.slice(0, nearest + 1), orderBy: [by], limit: 1 },
      baseName(r.right),
      false,
    );
    if (!first.from) throw new TypeError("the right side of a join is a source");
    const after = low.scope(
      [
        [r.left, l],
        [r.right, first],
      ],
      outer,
    );
    const rest = r.predicates.slice(nearest + 1).map((p) => lowerValue(p, after, new Map()));
    const join: JoinItem = { how: "LEFT JOIN LATERAL", from: first.from, on: [sql`TRUE`] };
    return { ...l, joins: [...l.joins, join], columns: nullifyUnmatched(r, outputs(r, l, first), rest) };
  }
  if (r.how === "asof") {
    const inequality = r.predicates[nearest];
    const apart = low.dialect.features.asofMatch === true && inequality !== undefined;
    const join: JoinItem = apart
      ? apartFrom(rt.from, leftFirst(r, inequality, scope, memo), on.slice(0, nearest))
      : { how: "ASOF LEFT JOIN", from: rt.from, on: on.slice(0, nearest + 1) };
    return { ...l, joins: [...l.joins, join], columns: nullifyUnmatched(r, outputs(r, l, rt), on.slice(nearest + 1)) };
  }
  if (low.dialect.features.correlatedLimit === false) return rowNumberedMatch(low, r, l, rt, missing, outer, null);
  const one = low.wrap({ ...rt, where: on, limit: 1 }, baseName(r.right), false);
  if (!one.from) throw new TypeError("the right side of a join is a source");
  const join: JoinItem = { how: missing ? "LEFT JOIN LATERAL" : "INNER JOIN LATERAL", from: one.from, on: [sql`TRUE`] };
  return { ...l, joins: [...l.joins, join], columns: outputs(r, l, one) };
}

/** The columns of a match, which are NULL where it does not meet what else is asked of it. */
function nullifyUnmatched(r: ir.Join, columns: Map<string, Sql>, rest: readonly Sql[]): Map<string, Sql> {
  if (rest.length > 0)
    for (const [name, column] of r.columns)
      if (column.side === "right") columns.set(name, caseWhen([[rest.reduce(and), columns.get(name) ?? sql`NULL`]]));
  return columns;
}

/** The order in which the match that an inequality calls nearest comes first. */
function nearestFirst(r: ir.Join, inequality: ir.Value | undefined, scope: Scope, memo: Memo): SortSql {
  if (inequality?.type !== "op") throw new TypeError("an as-of join has an inequality");
  const { left, right } = inequality.args as { readonly left: ir.Value; readonly right: ir.Value }; // of a comparison
  const turned = ir.relationsOf(left).has(r.right);
  const latest = inequality.op.startsWith("Greater") !== turned;
  return lowerSort(ir.sortKey(turned ? left : right, latest), scope, memo);
}

/** An as-of join whose inequality stands apart from the equalities. */
const apartFrom = (from: FromItem, match: Sql, equal: readonly Sql[]): JoinItem => ({
  how: "ASOF JOIN",
  from,
  match,
  on: equal.length > 0 ? equal : null,
});

/**
 * One match for each row of the left side, where the engine takes no LIMIT that hangs on it: the first by number of each, in an as-of join
 * in the order of the inequality at the place `nearest`.
 */
function rowNumberedMatch(
  low: QueryPlanner,
  r: ir.Join,
  left: SelectDraft,
  right: SelectDraft,
  missing: boolean,
  outer: Outer,
  nearest: number | null,
): SelectDraft {
  const { block, row } = numbered(low, left, r.left);
  const asked = nearest === null ? r.predicates : r.predicates.slice(0, nearest + 1);
  const { left: lb, right: rb, on } = matched(low, { ...r, predicates: asked }, block, right, outer, missing);
  const join: JoinItem = { how: missing ? "LEFT JOIN" : "INNER JOIN", from: sourceOf(rb), on };
  const number = lb.columns.get(row);
  if (!number) throw new TypeError("the number of a row is one of its columns");
  const scope = low.scope(
    [
      [r.left, lb],
      [r.right, rb],
    ],
    outer,
  );
  const memo: Memo = new Map();
  const order = nearest === null ? [] : [nearestFirst(r, r.predicates[nearest], scope, memo)];
  const rest = nearest === null ? [] : r.predicates.slice(nearest + 1).map((p) => lowerValue(p, scope, memo));
  const columns = nullifyUnmatched(r, outputs(r, lb, rb), rest);
  const kept = { ...onePerRow(lb, join, number, order, low.dialect), columns };
  return low.dialect.features.qualify ? kept : filterByColumn(low, { ...kept, qualify: [] }, r, kept.qualify);
}
