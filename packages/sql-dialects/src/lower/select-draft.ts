import type { Sql } from "../sql/expr.js";
import { hasImpure, hasQuery, hasWindow } from "../sql/expr.js";
import type { FromItem, JoinItem, Query, Select, SortSql } from "../sql/query.js";

/** A SELECT in the making: the clauses so far, and what each output column is over the FROM clause. */
export interface SelectDraft {
  readonly columns: ReadonlyMap<string, Sql>;
  readonly from: FromItem | null;
  readonly joins: readonly JoinItem[];
  readonly where: readonly Sql[];
  readonly groupBy: readonly Sql[] | null;
  /** The keys of its groups are outputs, and cannot stand inside of other expressions. */
  readonly keysAsOutputs?: true;
  readonly sets: readonly (readonly number[])[] | null;
  readonly having: readonly Sql[];
  readonly qualify: readonly Sql[];
  readonly distinct: boolean;
  readonly orderBy: readonly SortSql[];
  readonly limit: number | null;
  readonly offset: number;
  /** Worked out by itself, and not written out where it is read. */
  readonly optimizationFence?: true;
}

const EMPTY: Omit<SelectDraft, "columns" | "from"> = {
  joins: [],
  where: [],
  groupBy: null,
  sets: null,
  having: [],
  qualify: [],
  distinct: false,
  orderBy: [],
  limit: null,
  offset: 0,
};

/** The columns of a source, as they are. */
export function draftFrom(from: FromItem, names: Iterable<string>): SelectDraft {
  const columns = new Map<string, Sql>();
  for (const name of names) columns.set(name, { kind: "column", source: from.source, name });
  return { ...EMPTY, columns, from };
}

export const isLimited = (b: SelectDraft): boolean => b.limit !== null || b.offset > 0;
/** Nothing but FROM, joins and WHERE. */
export const isSimpleScan = (b: SelectDraft): boolean =>
  b.groupBy === null &&
  b.having.length === 0 &&
  b.qualify.length === 0 &&
  !b.distinct &&
  b.orderBy.length === 0 &&
  !isLimited(b);
/** Every output is a column of a source, as it is. */
export const isPassThrough = (b: SelectDraft): boolean => {
  for (const value of b.columns.values()) if (value.kind !== "column") return false;
  return true;
};
const anyColumn = (b: SelectDraft, test: (sql: Sql) => boolean): boolean => {
  for (const value of b.columns.values()) if (value.kind === "text" && test(value)) return true;
  return false;
};
/** Whether a column is a key of groups that cannot stand inside of another expression. */
export const isOutputKey = (b: SelectDraft, name: string): boolean => {
  const column = b.columns.get(name);
  return b.keysAsOutputs === true && column?.kind === "text" && b.groupBy?.includes(column) === true;
};
export const hasWindows = (b: SelectDraft): boolean => anyColumn(b, hasWindow);
export const hasQueries = (b: SelectDraft): boolean => anyColumn(b, hasQuery);
export const hasImpures = (b: SelectDraft): boolean => anyColumn(b, hasImpure);

export function toSelect(given: SelectDraft): Select {
  const block = given.qualify.length > 0 && !lookAround(given) ? plainly(given) : given;
  return {
    kind: "select",
    items: [...block.columns],
    distinct: block.distinct,
    from: block.from,
    joins: block.joins,
    where: block.where,
    groupBy: block.groupBy,
    sets: block.sets,
    having: block.having,
    qualify: block.qualify,
    orderBy: block.orderBy,
    limit: block.limit,
    offset: block.offset,
    ...(block.optimizationFence ? { optimizationFence: true } : {}),
  };
}

const lookAround = (b: SelectDraft): boolean => hasWindows(b) || b.qualify.some(hasWindow);
/** The conditions of QUALIFY where no window is left for them to test, which engines refuse. */
const plainly = (b: SelectDraft): SelectDraft =>
  b.groupBy === null
    ? { ...b, where: [...b.where, ...b.qualify], qualify: [] }
    : { ...b, having: [...b.having, ...b.qualify], qualify: [] };

/** The query of a block; one that only repeats what it reads is that itself. */
export function toQuery(block: SelectDraft): Query {
  const { from } = block;
  if (
    from?.item.kind === "subquery" &&
    !from.suffix &&
    isSimpleScan(block) &&
    block.joins.length === 0 &&
    block.where.length === 0
  ) {
    const inner = from.item.query;
    const own = outputsOf(inner);
    const columns = [...block.columns];
    const same = columns.every(
      ([name, value], i) => value.kind === "column" && value.name === name && name === own?.[i],
    );
    if (same && own?.length === columns.length) return inner;
  }
  return toSelect(block);
}

/** The names of a query's columns, in order; null where its text does not say. */
function outputsOf(given: Query): readonly string[] | null {
  let query: Query | undefined = given;
  while (query?.kind === "set") query = query.operands[0];
  return query?.kind === "select" ? query.items.map(([name]) => name) : null;
}
