import type { DType } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import { isFloat, isInteger, isTimestamp } from "@avocet/core/dialect";
import type * as ir from "@avocet/core/ir";
import type { WindowParts } from "../dialect.js";
import { isWholePartition } from "../lower/value.js";
import { call, commaList, intLiteral, keyword, sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { datetimeLiteral, MIDNIGHT, temporalValue } from "./rules/temporal-helpers.js";
import { sortList } from "./sort.js";
import { isNested } from "./types.js";

/** Functions that do not allow a frame. */
const FRAMELESS: ReadonlySet<string> = new Set([
  "RowNumber",
  "Rank",
  "DenseRank",
  "PercentRank",
  "CumeDist",
  "NTile",
  "Lag",
  "Lead",
]);
/** Functions that require ORDER BY. */
const REQUIRES_ORDER: ReadonlySet<string> = new Set([...FRAMELESS, "NthValue"].filter((op) => op !== "RowNumber"));
/** Operations that become FIRST_VALUE or LAST_VALUE if the window has an order; these require ORDER BY too. */
const FIRST_OR_LAST: ReadonlySet<string> = new Set(["First", "Last"]);

const unsupportedWindow = (why: string, hint: string): AvocetError =>
  new AvocetError("unsupported-operation", `bigquery does not support this window: ${why}`, { hint });

/** The window specification after OVER. */
export function compileWindow({ node, partitionBy, orderBy, sqlOf }: WindowParts): Sql {
  const frame = node.frame !== null && !FRAMELESS.has(node.func.op) && !isWholePartition(node) ? node.frame : null;
  const clauses: Sql[] = [];
  if (partitionBy.length > 0)
    clauses.push(sql`PARTITION BY ${commaList(partitionBy.map((key) => partitionKey(key.sql, key.dtype)))}`);
  const [key, second] = orderBy;
  if (frame && frame.unit === "groups")
    throw unsupportedWindow(
      "GROUPS frames are not available",
      "Compute a column with denseRank(), and use a range over it.",
    );
  if (frame && hasDistance(frame)) {
    if (!key || second)
      throw unsupportedWindow("a range needs exactly one sort key", "Order the window by one column.");
    const { sql: measure, distance } = rangeKey(key.sql, key.dtype, frame, sqlOf);
    const nulls = key.nullable !== false || isFloat(key.dtype);
    if (nulls && (frame.start === "unbounded" || frame.end === "unbounded"))
      throw unsupportedWindow(
        "a range with an unbounded side over a column that may be NULL or NaN",
        "Filter such rows out first, or bound the range on both sides.",
      );
    clauses.push(sql`ORDER BY ${measure}${key.descending ? sql` DESC` : sql``}`, frameSql(frame, distance));
  } else {
    const needsOrder = REQUIRES_ORDER.has(node.func.op) || (FIRST_OR_LAST.has(node.func.op) && node.orderBy.length > 0);
    if (orderBy.length > 0) clauses.push(sql`ORDER BY ${sortList(orderBy)}`);
    else if (needsOrder) clauses.push(sql`ORDER BY NULL`);
    // Without ORDER BY all rows are peers, so a range is the whole partition.
    if (frame && (orderBy.length > 0 || frame.unit === "rows"))
      clauses.push(frameSql(frame, (bound) => intLiteral(Math.abs(Number(bound)))));
  }
  return sql`(${commaList(clauses, " ")})`;
}

/** BigQuery cannot partition by floats and nested values; these are replaced by their JSON text. */
export const partitionKey = (key: Sql, dtype: DType): Sql =>
  isFloat(dtype) || isNested(dtype) || dtype.kind === "json" ? call("TO_JSON_STRING", key) : key;

type Bound = ir.FrameBound;
const hasDistance = (frame: ir.Frame): boolean =>
  frame.unit === "range" && [frame.start, frame.end].some((bound) => bound !== "unbounded" && bound !== 0);

function frameSql(frame: ir.Frame, distance: (bound: Exclude<Bound, "unbounded">) => Sql): Sql {
  const boundSql = (bound: Bound, direction: "PRECEDING" | "FOLLOWING"): Sql => {
    if (bound === "unbounded") return keyword(`UNBOUNDED ${direction}`);
    if (bound === 0) return keyword("CURRENT ROW");
    return sql`${distance(bound)} ${keyword(isPreceding(bound, direction) ? "PRECEDING" : "FOLLOWING")}`;
  };
  return sql`${keyword(frame.unit.toUpperCase())} BETWEEN ${boundSql(frame.start, "PRECEDING")} AND ${boundSql(frame.end, "FOLLOWING")}`;
}
function isPreceding(bound: Exclude<Bound, "unbounded">, direction: "PRECEDING" | "FOLLOWING"): boolean {
  if (typeof bound === "number") return bound < 0;
  if (bound.type !== "literal") return direction === "PRECEDING";
  return Array.isArray(bound.value) ? bound.value.some((component) => Number(component) < 0) : Number(bound.value) < 0;
}

const DAY = 86_400_000_000;
/** The numeric sort key of a range, which BigQuery requires: dates and times are converted to microseconds. */
function rangeKey(key: Sql, dtype: DType, frame: ir.Frame, sqlOf: (value: ir.Value) => Sql) {
  if (dtype.kind !== "date" && dtype.kind !== "time" && !isTimestamp(dtype)) {
    const isIntegral =
      isInteger(dtype) && [frame.start, frame.end].every((b) => typeof b !== "number" || Number.isInteger(b));
    const distance = (bound: Exclude<Bound, "unbounded">): Sql => {
      if (typeof bound !== "number") return sqlOf(bound);
      return {
        kind: "literal",
        value: Math.abs(bound),
        dtype: { kind: isIntegral ? "int64" : "float64", nullable: false },
        fixed: true,
      };
    };
    return { sql: isIntegral ? key : sql`CAST(${key} AS FLOAT64)`, distance };
  }
  return {
    sql: toMicros(key, dtype),
    distance: (bound: Exclude<Bound, "unbounded">) => intLiteral(boundMicros(bound)),
  };
}
function toMicros(key: Sql, dtype: DType): Sql {
  const { value: input, kind } = temporalValue(key, dtype);
  if (kind === "TIMESTAMP") return call("UNIX_MICROS", input);
  if (kind === "TIME") return call("TIME_DIFF", input, MIDNIGHT, keyword("MICROSECOND"));
  const datetime = kind === "DATE" ? call("DATETIME", input) : input;
  return call("DATETIME_DIFF", datetime, datetimeLiteral("1970-01-01T00:00:00"), keyword("MICROSECOND"));
}
function boundMicros(bound: Exclude<Bound, "unbounded">): number {
  if (typeof bound !== "object" || bound.type !== "literal" || !Array.isArray(bound.value))
    throw unsupportedWindow("range distances must be constant", "Pass a literal interval.");
  const [months = 0, days = 0, time = 0] = bound.value.map((component) => Math.abs(Number(component)));
  if (months !== 0) throw unsupportedWindow("a range in months, which vary in length", "Give the distance in days.");
  return days * DAY + time;
}
