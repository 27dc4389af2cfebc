import { AvocetError } from "@avocet/core";
import { intervalParts } from "@avocet/core/dialect";
import type * as ir from "@avocet/core/ir";
import type { WindowParts } from "../dialect.js";
import { commaList, keyword, sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import type { SortSql } from "../sql/query.js";
import { sortList } from "./sort.js";

const windowsBySpecification = new WeakMap<Sql, WindowParts>();

/** Functions that require ORDER BY. */
const REQUIRES_ORDER: ReadonlySet<string> = new Set([
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

/** The window specification after OVER. */
export function compileWindow(window: WindowParts): Sql {
  const { node, orderBy, partitionBy } = window;
  const op = node.func.op;
  const clauses: Sql[] = [];
  if (partitionBy.length > 0) clauses.push(partitionClause(window));
  if (orderBy.length > 0) clauses.push(sql`ORDER BY ${sortList(orderBy)}`);
  else if (REQUIRES_ORDER.has(op)) clauses.push(sql`ORDER BY NULL`);
  const isUnordered = orderBy.length === 0 && !REQUIRES_ORDER.has(op);
  if (node.frame && !isUnordered && !FRAMELESS.has(op)) clauses.push(frameClause(node.frame));
  else if (node.frame && isUnordered && !isWholePartition(node.frame)) {
    if (node.frame.unit === "rows") clauses.push(sql`ORDER BY NULL`, frameClause(node.frame));
  }
  const specification = sql`(${commaList(clauses, " ")})`;
  windowsBySpecification.set(specification, window);
  return specification;
}
const partitionClause = ({ partitionBy }: WindowParts): Sql =>
  sql`PARTITION BY ${commaList(partitionBy.map((key) => key.sql))}`;
const isWholePartition = (frame: ir.Frame): boolean => frame.start === "unbounded" && frame.end === "unbounded";

function frameClause(frame: ir.Frame): Sql {
  if (frame.unit === "groups")
    throw new AvocetError("unsupported-operation", "Snowflake does not support GROUPS frames", {
      hint: "Use a ROWS or RANGE frame.",
    });
  const ends = sql`${boundClause(frame.start, "PRECEDING")} AND ${boundClause(frame.end, "FOLLOWING")}`;
  return sql`${keyword(frame.unit.toUpperCase())} BETWEEN ${ends}`;
}
function boundClause(bound: ir.FrameBound, side: "PRECEDING" | "FOLLOWING"): Sql {
  if (bound === "unbounded") return keyword(`UNBOUNDED ${side}`);
  if (bound === 0) return keyword("CURRENT ROW");
  if (typeof bound === "number") {
    const distance: Sql = { kind: "text", segments: [String(Math.abs(bound))], precedence: 10 };
    return sql`${distance} ${keyword(bound < 0 ? "PRECEDING" : "FOLLOWING")}`;
  }
  if (bound.type === "literal" && Array.isArray(bound.value)) {
    const interval = intervalParts(bound.value);
    const components = [interval.months, interval.days, interval.micros];
    const isPreceding = components.some((component) => component < 0);
    if (components.every((component) => component === 0)) return keyword("CURRENT ROW");
    return sql`INTERVAL ${intervalText(components.map(Math.abs))} ${keyword(isPreceding ? "PRECEDING" : "FOLLOWING")}`;
  }
  throw new AvocetError("unsupported-operation", "Snowflake supports only constants as frame bounds", {
    hint: "Pass the distance as a number or as an interval such as { days: 7 }.",
  });
}
function intervalText([months = 0, days = 0, micros = 0]: readonly number[]): Sql {
  const namedComponents = [
    [months, "months"],
    [days, "days"],
    [micros, "microseconds"],
  ] as const;
  const terms = namedComponents.filter(([n]) => n !== 0).map(([n, unit]) => `${n} ${unit}`);
  return { kind: "literal", value: terms.join(", "), dtype: { kind: "string", nullable: false }, fixed: true };
}

/** Whether a window specification has ORDER BY. */
export const isOrdered = (specification: Sql): boolean =>
  (windowsBySpecification.get(specification)?.orderBy.length ?? 0) > 0;
/** The specification with another order, whose frame is the whole partition. */
export function withOrder(specification: Sql, keys: readonly SortSql[]): Sql {
  const window = windowsBySpecification.get(specification);
  const partitionClauses = window && window.partitionBy.length > 0 ? [partitionClause(window)] : [];
  const order = keys.length > 0 ? sortList(keys) : sql`NULL`;
  const frame = sql`ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING`;
  return sql`(${commaList([...partitionClauses, sql`ORDER BY ${order}`, frame], " ")})`;
}
