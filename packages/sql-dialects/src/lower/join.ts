import { AvocetError, type ir } from "@avocet/core";
import { call, sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import type { JoinItem } from "../sql/query.js";
import type { Block } from "./block.js";
import { hasImpures, hasQueries, hasWindows, isBare, isPlain, toQuery } from "./block.js";
import type { Lowering } from "./lower.js";
import { baseName, isFree } from "./lower.js";
import type { Memo } from "./value.js";
import { lowerValue } from "./value.js";

type Outer = ReadonlyMap<ir.Relation, ReadonlyMap<string, Sql>>;
const WORDS: Readonly<Partial<Record<ir.JoinHow, string>>> = {
  inner: "INNER JOIN",
  left: "LEFT JOIN",
  right: "RIGHT JOIN",
  outer: "FULL JOIN",
  cross: "CROSS JOIN",
};

/** Two blocks as one: conditions on a side that cannot be missing stay conditions of the whole, other sides are wrapped. */
export function joinBlocks(low: Lowering, r: ir.Join, left: Block, right: Block | null, outer: Outer): Block {
  if (r.how === "semi" || r.how === "anti") return existence(low, r, left, right ?? low.block(r.right, outer), outer);
  if (r.how === "asof" || r.how === "anyInner" || r.how === "anyLeft")
    return pickedMatch(low, r, left, right ?? low.block(r.right, outer), outer);
  const leftMissing = r.how === "right" || r.how === "outer";
  const rightMissing = r.how === "left" || r.how === "outer";
  const l = readyLeft(low, r, left, leftMissing);
  if (r.lateral) return lateral(low, r, l, outer);
  const given = right ?? low.block(r.right, outer);
  const foldable = r.how === "inner" || r.how === "cross" || r.how === "left";
  const simple = isPlain(given) && given.joins.length === 0 && (rightMissing ? isBare(given) : quiet(given));
  const rt =
    simple && (given.where.length === 0 || foldable) && given.from
      ? given
      : low.wrap(given, baseName(r.right), isFree(r.right));
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
  const intoOn = r.how === "left" ? rt.where : [];
  const intoWhere = r.how === "left" ? [] : rt.where;
  const conditions = [...on, ...intoOn];
  const word = r.how === "cross" && conditions.length > 0 ? "INNER JOIN" : (WORDS[r.how] ?? "INNER JOIN");
  const cross = conditions.length === 0 && (r.how === "inner" || r.how === "cross");
  const join: JoinItem = { how: cross ? "CROSS JOIN" : word, from: rt.from, on: cross ? null : conditions };
  return { ...l, joins: [...l.joins, join], where: [...l.where, ...intoWhere], columns: outputs(r, l, rt) };
}

const quiet = (b: Block): boolean => !hasWindows(b) && !hasQueries(b) && !hasImpures(b);

function readyLeft(low: Lowering, r: ir.Join, left: Block, missing: boolean): Block {
  const fits = left.from && isPlain(left) && quiet(left) && (!missing || (isBare(left) && left.where.length === 0));
  return fits ? left : low.wrap(left, baseName(r.left), isFree(r.left));
}

function outputs(r: ir.Join, left: Block, right: Block): Map<string, Sql> {
  const columns = new Map<string, Sql>();
  for (const [name, column] of r.columns) {
    const [l, rt] = [
      column.left === null ? undefined : left.columns.get(column.left),
      column.right === null ? undefined : right.columns.get(column.right),
    ];
    const value = column.side === "both" && l && rt ? call("COALESCE", l, rt) : column.side === "right" ? rt : l;
    if (!value) throw new TypeError(`the join has no column ${name}`);
    columns.set(name, value);
  }
  return columns;
}

/** Semi and anti joins read as what they mean: WHERE EXISTS. */
function existence(low: Lowering, r: ir.Join, left: Block, right: Block, outer: Outer): Block {
  const l = readyLeft(low, r, left, false);
  const usable = isPlain(right) && quiet(right);
  const rt = usable ? right : low.wrap(right, baseName(r.right), isFree(r.right));
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

function lateral(low: Lowering, r: ir.Join, left: Block, outer: Outer): Block {
  const around = new Map(outer);
  around.set(r.left, left.columns);
  const right = low.wrap(low.block(r.right, around), baseName(r.right), false);
  if (!right.from) throw new TypeError("the right side of a join is a source");
  const word = r.how === "left" ? "LEFT JOIN LATERAL" : "INNER JOIN LATERAL";
  const join: JoinItem = { how: word, from: right.from, on: [sql`TRUE`] };
  return { ...left, joins: [...left.joins, join], columns: outputs(r, left, right) };
}

/** Joins that keep at most one match: the engine's own as-of join, or a lateral query with LIMIT 1. */
function pickedMatch(low: Lowering, r: ir.Join, left: Block, right: Block, outer: Outer): Block {
  const missing = r.how !== "anyInner";
  const l = readyLeft(low, r, left, false);
  const rt =
    isPlain(right) && right.joins.length === 0 && right.where.length === 0 && isBare(right) && right.from
      ? right
      : low.wrap(right, baseName(r.right), isFree(r.right));
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
  if (r.how === "asof" && !low.dialect.features.asofJoin)
    throw new AvocetError("unsupported-operation", `asofJoin cannot be compiled for ${low.dialect.name}`, {
      hint: "Join on the inequality and keep the last match with rowNumber().",
    });
  if (r.how === "asof") {
    const join: JoinItem = { how: "ASOF LEFT JOIN", from: rt.from, on };
    return { ...l, joins: [...l.joins, join], columns: outputs(r, l, rt) };
  }
  const one = low.wrap({ ...rt, where: on, limit: 1 }, baseName(r.right), false);
  if (!one.from) throw new TypeError("the right side of a join is a source");
  const join: JoinItem = { how: missing ? "LEFT JOIN LATERAL" : "INNER JOIN LATERAL", from: one.from, on: [sql`TRUE`] };
  return { ...l, joins: [...l.joins, join], columns: outputs(r, l, one) };
}
