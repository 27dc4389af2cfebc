import type { DType, ir } from "@avocet/core";
import { AvocetError, isFloat, isInteger, isTimestamp } from "@avocet/core";
import type { WindowParts } from "../dialect.js";
import { wholePartition } from "../lower/value.js";
import { call, commaList, intLiteral, keyword, sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { clockOf, MIDNIGHT, wallClock } from "./rules/moments.js";
import { sortList } from "./sort.js";
import { isNested } from "./types.js";

/** These take no frame. */
const UNFRAMED: ReadonlySet<string> = new Set([
  "RowNumber",
  "Rank",
  "DenseRank",
  "PercentRank",
  "CumeDist",
  "NTile",
  "Lag",
  "Lead",
]);
/** These take no window without an order. */
const ORDERED: ReadonlySet<string> = new Set([...UNFRAMED, "NthValue"].filter((op) => op !== "RowNumber"));
/** FIRST_VALUE and LAST_VALUE, which take none either, stand for these where there is an order, if only by a constant. */
const PICKING: ReadonlySet<string> = new Set(["First", "Last"]);

const refused = (why: string, hint: string): AvocetError =>
  new AvocetError("unsupported-operation", `bigquery has no such window: ${why}`, { hint });

/** What stands after OVER. */
export function over({ node, partitionBy, orderBy, lowered }: WindowParts): Sql {
  const framed = node.frame !== null && !UNFRAMED.has(node.func.op) && !wholePartition(node) ? node.frame : null;
  const parts: Sql[] = [];
  if (partitionBy.length > 0)
    parts.push(sql`PARTITION BY ${commaList(partitionBy.map((key) => partitionKey(key.sql, key.dtype)))}`);
  const [key, second] = orderBy;
  if (framed && framed.unit === "groups")
    throw refused(
      "frames count rows or distances, not groups of peers",
      "Make a column of denseRank(), and take a range over it.",
    );
  if (framed && isMeasured(framed)) {
    if (!key || second) throw refused("a range has one key", "Sort the window by one column.");
    const { sql: measure, distance } = measured(key.sql, key.dtype, framed, lowered);
    const nulls = key.nullable !== false || isFloat(key.dtype);
    if (nulls && (framed.start === "unbounded" || framed.end === "unbounded"))
      throw refused(
        "a range with one bound over a column that may be NULL or NaN",
        "Filter such rows out first, or bound the range on both sides.",
      );
    parts.push(sql`ORDER BY ${measure}${key.descending ? sql` DESC` : sql``}`, frameText(framed, distance));
  } else {
    const unordered = ORDERED.has(node.func.op) || (PICKING.has(node.func.op) && node.orderBy.length > 0);
    if (orderBy.length > 0) parts.push(sql`ORDER BY ${sortList(orderBy)}`);
    else if (unordered) parts.push(sql`ORDER BY NULL`);
    // Without an order all rows are peers, so a range is the whole partition.
    if (framed && (orderBy.length > 0 || framed.unit === "rows"))
      parts.push(frameText(framed, (bound) => intLiteral(Math.abs(Number(bound)))));
  }
  return sql`(${commaList(parts, " ")})`;
}

/** BigQuery parts by no floats and no nested values; their text is the same for equal ones. */
export const partitionKey = (key: Sql, dtype: DType): Sql =>
  isFloat(dtype) || isNested(dtype) || dtype.kind === "json" ? call("TO_JSON_STRING", key) : key;

type Bound = ir.FrameBound;
const isMeasured = (frame: ir.Frame): boolean =>
  frame.unit === "range" && [frame.start, frame.end].some((bound) => bound !== "unbounded" && bound !== 0);

function frameText(frame: ir.Frame, distance: (bound: Exclude<Bound, "unbounded">) => Sql): Sql {
  const side = (bound: Bound, way: "PRECEDING" | "FOLLOWING"): Sql => {
    if (bound === "unbounded") return keyword(`UNBOUNDED ${way}`);
    if (bound === 0) return keyword("CURRENT ROW");
    return sql`${distance(bound)} ${keyword(isBefore(bound, way) ? "PRECEDING" : "FOLLOWING")}`;
  };
  return sql`${keyword(frame.unit.toUpperCase())} BETWEEN ${side(frame.start, "PRECEDING")} AND ${side(frame.end, "FOLLOWING")}`;
}
function isBefore(bound: Exclude<Bound, "unbounded">, way: "PRECEDING" | "FOLLOWING"): boolean {
  if (typeof bound === "number") return bound < 0;
  if (bound.type !== "literal") return way === "PRECEDING";
  return Array.isArray(bound.value) ? bound.value.some((part) => Number(part) < 0) : Number(bound.value) < 0;
}

const DAY = 86_400_000_000;
/** BigQuery's ranges are over numbers: days and times are counted. */
function measured(key: Sql, dtype: DType, frame: ir.Frame, lowered: (value: ir.Value) => Sql) {
  if (dtype.kind !== "date" && dtype.kind !== "time" && !isTimestamp(dtype)) {
    const whole =
      isInteger(dtype) && [frame.start, frame.end].every((b) => typeof b !== "number" || Number.isInteger(b));
    const distance = (bound: Exclude<Bound, "unbounded">): Sql => {
      if (typeof bound !== "number") return lowered(bound);
      return {
        kind: "literal",
        value: Math.abs(bound),
        dtype: { kind: whole ? "int64" : "float64", nullable: false },
        fixed: true,
      };
    };
    return { sql: whole ? key : sql`CAST(${key} AS FLOAT64)`, distance };
  }
  return { sql: micros(key, dtype), distance: (bound: Exclude<Bound, "unbounded">) => intLiteral(microsOf(bound)) };
}
function micros(key: Sql, dtype: DType): Sql {
  const { moment, kind } = clockOf(key, dtype);
  if (kind === "TIMESTAMP") return call("UNIX_MICROS", moment);
  if (kind === "TIME") return call("TIME_DIFF", moment, MIDNIGHT, keyword("MICROSECOND"));
  const wall = kind === "DATE" ? call("DATETIME", moment) : moment;
  return call("DATETIME_DIFF", wall, wallClock("1970-01-01T00:00:00"), keyword("MICROSECOND"));
}
function microsOf(bound: Exclude<Bound, "unbounded">): number {
  if (typeof bound !== "object" || bound.type !== "literal" || !Array.isArray(bound.value))
    throw refused("the distances of a range are constants", "Give an interval.");
  const [months = 0, days = 0, time = 0] = bound.value.map((part) => Math.abs(Number(part)));
  if (months !== 0) throw refused("a range of months, which are not all of one length", "Give the distance in days.");
  return days * DAY + time;
}
