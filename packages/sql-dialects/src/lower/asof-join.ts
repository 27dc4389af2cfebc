import * as ir from "@avocet/core/ir";
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

const OPERATORS = { Less: "<", LessEqual: "<=", Greater: ">", GreaterEqual: ">=" } as const;
const FLIPPED_OPERATORS = { Less: ">", LessEqual: ">=", Greater: "<", GreaterEqual: "<=" } as const;
const isInequality = (op: string): op is keyof typeof OPERATORS => op in OPERATORS;

/** Compiles the inequality of an as-of join with the value of the left side first. */
export function compileInequality(relation: ir.Join, inequality: ir.Value, scope: Scope, memo: Memo): Sql {
  if (inequality.type !== "op" || !isInequality(inequality.op))
    throw new TypeError("Internal error: an as-of join has no inequality.");
  const { left, right } = inequality.args as { readonly left: ir.Value; readonly right: ir.Value }; // of a comparison
  const isFlipped = ir.relationsOf(left).has(relation.right);
  const [first, second] = [left, right].map((side) => lowerValue(side, scope, memo)) as [Sql, Sql]; // both
  return isFlipped
    ? compare(second, FLIPPED_OPERATORS[inequality.op], first)
    : compare(first, OPERATORS[inequality.op], second);
}

/** Numbers the rows of the left side, so that matches can be partitioned by left row. */
export function withRowNumbers(
  planner: QueryPlanner,
  left: SelectDraft,
  relation: ir.Relation,
): { readonly draft: SelectDraft; readonly rowColumn: string } {
  let name = "left_row";
  while (left.columns.has(name)) name = `_${name}`;
  const rowNumber = mark.window(sql`ROW_NUMBER() OVER (ORDER BY NULL)`);
  const draft = planner.wrapAsSource(
    { ...left, columns: new Map([...left.columns, [name, rowNumber]]) },
    baseName(relation),
    isUncorrelated(relation),
  );
  return { draft, rowColumn: name };
}

/** Adds a join and keeps one match per left row with QUALIFY: the first in sort order, or an arbitrary one. */
export function keepFirstMatch(
  draft: SelectDraft,
  join: JoinItem,
  leftRow: Sql,
  order: readonly SortSql[] = [],
  dialect?: Dialect,
): SelectDraft {
  const keys = dialect && order.length > 0 ? sortList(order, dialect) : sql`NULL`;
  const matchNumber = mark.window(sql`ROW_NUMBER() OVER (PARTITION BY ${leftRow} ORDER BY ${keys})`);
  return { ...draft, joins: [...draft.joins, join], qualify: [...draft.qualify, compare(matchNumber, "=", sql`1`)] };
}
