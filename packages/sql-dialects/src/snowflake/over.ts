import type { ir } from "@avocet/core";
import { AvocetError, intervalParts } from "@avocet/core";
import type { WindowParts } from "../dialect.js";
import { commaList, keyword, sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import type { SortSql } from "../sql/query.js";
import { sortKeys } from "./order.js";

const windows = new WeakMap<Sql, WindowParts>();

/** Functions that need an order, and take no frame unless they pick a row of it. */
const ORDERED: ReadonlySet<string> = new Set([
  "RowNumber",
  "Rank",
  "DenseRank",
  "PercentRank",
  "CumeDist",
  "NTile",
  "Lag",
  "Lead",
  "NthValue",
  "First",
  "Last",
]);
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

/** What stands after OVER. */
export function over(window: WindowParts): Sql {
  const { node, orderBy, partitionBy } = window;
  const op = node.func.op;
  const parts: Sql[] = [];
  if (partitionBy.length > 0) parts.push(partition(window));
  if (orderBy.length > 0) parts.push(sql`ORDER BY ${sortKeys(orderBy)}`);
  else if (ORDERED.has(op)) parts.push(sql`ORDER BY NULL`);
  const bare = orderBy.length === 0 && !ORDERED.has(op);
  if (node.frame && !bare && !UNFRAMED.has(op)) parts.push(frame(node.frame));
  else if (node.frame && bare && !isWhole(node.frame)) {
    if (node.frame.unit === "rows") parts.push(sql`ORDER BY NULL`, frame(node.frame));
  }
  const made = sql`(${commaList(parts, " ")})`;
  windows.set(made, window);
  return made;
}
const partition = ({ partitionBy }: WindowParts): Sql =>
  sql`PARTITION BY ${commaList(partitionBy.map((by) => by.sql))}`;
const isWhole = (f: ir.Frame): boolean => f.start === "unbounded" && f.end === "unbounded";

function frame(given: ir.Frame): Sql {
  if (given.unit === "groups")
    throw new AvocetError("unsupported-operation", "snowflake has no frames of groups of peers", {
      hint: "Take a frame of rows or of distances.",
    });
  const ends = sql`${bound(given.start, "PRECEDING")} AND ${bound(given.end, "FOLLOWING")}`;
  return sql`${keyword(given.unit.toUpperCase())} BETWEEN ${ends}`;
}
function bound(given: ir.FrameBound, side: "PRECEDING" | "FOLLOWING"): Sql {
  if (given === "unbounded") return keyword(`UNBOUNDED ${side}`);
  if (given === 0) return keyword("CURRENT ROW");
  if (typeof given === "number") {
    const distance: Sql = { kind: "text", parts: [String(Math.abs(given))], level: 10 };
    return sql`${distance} ${keyword(given < 0 ? "PRECEDING" : "FOLLOWING")}`;
  }
  if (given.type === "literal" && Array.isArray(given.value)) {
    const parts = intervalParts(given.value);
    const all = [parts.months, parts.days, parts.micros];
    const before = all.some((part) => part < 0);
    if (all.every((part) => part === 0)) return keyword("CURRENT ROW");
    return sql`INTERVAL ${spanText(all.map(Math.abs))} ${keyword(before ? "PRECEDING" : "FOLLOWING")}`;
  }
  throw new AvocetError("unsupported-operation", "snowflake takes only constants for the ends of a frame", {
    hint: "Give the distance as a number or as parts such as { days: 7 }.",
  });
}
function spanText([months = 0, days = 0, micros = 0]: readonly number[]): Sql {
  const named = [
    [months, "months"],
    [days, "days"],
    [micros, "microseconds"],
  ] as const;
  const words = named.filter(([n]) => n !== 0).map(([n, unit]) => `${n} ${unit}`);
  return { kind: "literal", value: words.join(", "), dtype: { kind: "string", nullable: false }, fixed: true };
}

/** Whether a window has an order of its own. */
export const isOrdered = (made: Sql): boolean => (windows.get(made)?.orderBy.length ?? 0) > 0;
/** The rows of a window in another order, all of them in the frame. */
export function reordered(made: Sql, keys: readonly SortSql[]): Sql {
  const window = windows.get(made);
  const by = window && window.partitionBy.length > 0 ? [partition(window)] : [];
  const order = keys.length > 0 ? sortKeys(keys) : sql`NULL`;
  return sql`(${commaList([...by, sql`ORDER BY ${order}`, sql`ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING`], " ")})`;
}
