import { ir } from "@avocet/core";
import type { Dialect } from "../dialect.js";
import { compare, sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { mark } from "../sql/expr.js";
import type { JoinItem, SortSql } from "../sql/query.js";
import { baseName, isUncorrelated } from "./correlation.js";
import type { QueryPlanner } from "./query-planner.js";
import type { SelectDraft } from "./select-draft.js";
import type { Memo, Scope } from "./value.js";
import { lowerValue, sortList } from "./value.js";

const SIGNS = { Less: "<", LessEqual: "<=", Greater: ">", GreaterEqual: ">=" } as const;
const TURNED = { Less: ">", LessEqual: ">=", Greater: "<", GreaterEqual: "<=" } as const;
const isInequality = (op: string): op is keyof typeof SIGNS => op in SIGNS;

/** The inequality of an as-of join, the value of the left side first. */
export function leftFirst(r: ir.Join, inequality: ir.Value, scope: Scope, memo: Memo): Sql {
  if (inequality.type !== "op" || !isInequality(inequality.op)) throw new TypeError("an as-of join has an inequality");
  const { left, right } = inequality.args as { readonly left: ir.Value; readonly right: ir.Value }; // of a comparison
  const turned = ir.relationsOf(left).has(r.right);
  const [first, second] = [left, right].map((side) => lowerValue(side, scope, memo)) as [Sql, Sql]; // both
  return turned ? compare(second, TURNED[inequality.op], first) : compare(first, SIGNS[inequality.op], second);
}

/** A left side whose rows have numbers, so that the matches of each can be told apart. */
export function numbered(
  low: QueryPlanner,
  left: SelectDraft,
  r: ir.Relation,
): { readonly block: SelectDraft; readonly row: string } {
  let name = "left_row";
  while (left.columns.has(name)) name = `_${name}`;
  const number = mark.window(sql`ROW_NUMBER() OVER (ORDER BY NULL)`);
  const block = low.wrap(
    { ...left, columns: new Map([...left.columns, [name, number]]) },
    baseName(r),
    isUncorrelated(r),
  );
  return { block, row: name };
}

/** The rows of a join of which each row of the left side keeps one: the first in an order, or any. */
export function onePerRow(
  block: SelectDraft,
  join: JoinItem,
  row: Sql,
  order: readonly SortSql[] = [],
  dialect?: Dialect,
): SelectDraft {
  const keys = dialect && order.length > 0 ? sortList(order, dialect) : sql`NULL`;
  const first = mark.window(sql`ROW_NUMBER() OVER (PARTITION BY ${row} ORDER BY ${keys})`);
  return { ...block, joins: [...block.joins, join], qualify: [...block.qualify, compare(first, "=", sql`1`)] };
}
