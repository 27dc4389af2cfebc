import type { Sql } from "../sql/expr.js";
import { hasImpure, hasQuery, hasWindow } from "../sql/expr.js";
import type { FromItem, JoinItem, Query, Select, SortSql } from "../sql/query.js";

/** The clauses of one SELECT while it is being built, and the expression of each output column over its FROM clause. */
export interface SelectDraft {
  readonly columns: ReadonlyMap<string, Sql>;
  readonly from: FromItem | null;
  readonly joins: readonly JoinItem[];
  readonly where: readonly Sql[];
  readonly groupBy: readonly Sql[] | null;
  /** Grouping keys may only be referenced as output columns, not inside expressions. */
  readonly groupsByOutputs?: true;
  readonly groupingSets: readonly (readonly number[])[] | null;
  readonly having: readonly Sql[];
  readonly qualify: readonly Sql[];
  readonly distinct: boolean;
  readonly orderBy: readonly SortSql[];
  readonly limit: number | null;
  readonly offset: number;
  /** Keeps the engine from inlining the query where it is read. */
  readonly optimizationFence?: true;
}

const EMPTY: Omit<SelectDraft, "columns" | "from"> = {
  joins: [],
  where: [],
  groupBy: null,
  groupingSets: null,
  having: [],
  qualify: [],
  distinct: false,
  orderBy: [],
  limit: null,
  offset: 0,
};

/** Creates a draft that selects columns of a source unchanged. */
export function draftFrom(from: FromItem, names: Iterable<string>): SelectDraft {
  const columns = new Map<string, Sql>();
  for (const name of names) columns.set(name, { kind: "column", source: from.source, name });
  return { ...EMPTY, columns, from };
}

/** True if the draft has LIMIT or OFFSET. */
export const isLimited = (draft: SelectDraft): boolean => draft.limit !== null || draft.offset > 0;
/** True if the draft has only FROM, joins and WHERE. */
export const isSimpleScan = (draft: SelectDraft): boolean =>
  draft.groupBy === null &&
  draft.having.length === 0 &&
  draft.qualify.length === 0 &&
  !draft.distinct &&
  draft.orderBy.length === 0 &&
  !isLimited(draft);
/** True if every output is an unchanged column of a source. */
export const isPassThrough = (draft: SelectDraft): boolean => {
  for (const value of draft.columns.values()) if (value.kind !== "column") return false;
  return true;
};
const anyColumn = (draft: SelectDraft, test: (sql: Sql) => boolean): boolean => {
  for (const value of draft.columns.values()) if (value.kind === "text" && test(value)) return true;
  return false;
};
/** True if a column is a grouping key that may not be used inside an expression. */
export const isOutputKey = (draft: SelectDraft, name: string): boolean => {
  const column = draft.columns.get(name);
  return draft.groupsByOutputs === true && column?.kind === "text" && draft.groupBy?.includes(column) === true;
};
/** True if an output contains a window function. */
export const hasWindows = (draft: SelectDraft): boolean => anyColumn(draft, hasWindow);
/** True if an output contains a subquery. */
export const hasQueries = (draft: SelectDraft): boolean => anyColumn(draft, hasQuery);
/** True if an output contains an expression that differs at each evaluation. */
export const hasImpures = (draft: SelectDraft): boolean => anyColumn(draft, hasImpure);

/** Converts a draft to a SELECT. */
export function toSelect(original: SelectDraft): Select {
  const draft = original.qualify.length > 0 && !readsWindows(original) ? replaceQualify(original) : original;
  return {
    kind: "select",
    items: [...draft.columns],
    distinct: draft.distinct,
    from: draft.from,
    joins: draft.joins,
    where: draft.where,
    groupBy: draft.groupBy,
    groupingSets: draft.groupingSets,
    having: draft.having,
    qualify: draft.qualify,
    orderBy: draft.orderBy,
    limit: draft.limit,
    offset: draft.offset,
    ...(draft.optimizationFence ? { optimizationFence: true } : {}),
  };
}

const readsWindows = (draft: SelectDraft): boolean => hasWindows(draft) || draft.qualify.some(hasWindow);
/** Moves QUALIFY conditions to WHERE or HAVING; engines reject QUALIFY without a window function. */
const replaceQualify = (draft: SelectDraft): SelectDraft =>
  draft.groupBy === null
    ? { ...draft, where: [...draft.where, ...draft.qualify], qualify: [] }
    : { ...draft, having: [...draft.having, ...draft.qualify], qualify: [] };

/** Converts a draft to a query. A draft that only repeats a subquery becomes that subquery. */
export function toQuery(draft: SelectDraft): Query {
  const { from } = draft;
  if (
    from?.item.kind === "subquery" &&
    !from.suffix &&
    isSimpleScan(draft) &&
    draft.joins.length === 0 &&
    draft.where.length === 0
  ) {
    const inner = from.item.query;
    const innerNames = outputNames(inner);
    const columns = [...draft.columns];
    const isUnchanged = columns.every(
      ([name, value], i) => value.kind === "column" && value.name === name && name === innerNames?.[i],
    );
    if (isUnchanged && innerNames?.length === columns.length) return inner;
  }
  return toSelect(draft);
}

/** Returns the column names of a query in order; null if its text does not define them. */
function outputNames(root: Query): readonly string[] | null {
  let query: Query | undefined = root;
  while (query?.kind === "set") query = query.operands[0];
  return query?.kind === "select" ? query.items.map(([name]) => name) : null;
}

/** Selects all columns of a query, by names. */
export const selectAll = (query: Query, names: Iterable<string>, name = "result"): Select =>
  toSelect(draftFrom({ source: { name }, item: { kind: "subquery", query } }, names));
