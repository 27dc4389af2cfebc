import type { Source, Sql } from "./expr.js";

export interface SortSql {
  readonly sql: Sql;
  readonly descending: boolean;
  readonly nulls: "first" | "last";
  /** Whether it may be NULL; it may unless this says no. */
  readonly nullable?: boolean;
  /** What to sort by before it, in the same direction. */
  readonly lead?: Sql;
}
/** A table by its path, outermost part first. */
export interface TableRef {
  readonly kind: "table";
  readonly path: readonly string[];
}
/** A query, as a common table expression by its name or in place. */
export interface CteRef {
  readonly kind: "cte";
  readonly name: string;
}
export interface SubqueryRef {
  readonly kind: "subquery";
  readonly query: Query;
}
/** A call that gives rows, with the names of its columns; null where the rows have names themselves. */
export interface FunctionRef {
  readonly kind: "function";
  readonly sql: Sql;
  readonly columns: readonly string[] | null;
  /** The places of the rows, from 0, which have an alias of their own. */
  readonly offset?: Source;
}
export interface FromItem {
  readonly source: Source;
  readonly item: TableRef | CteRef | SubqueryRef | FunctionRef;
  /** Text after the alias, such as a sampling clause. */
  readonly suffix?: Sql;
}
export interface JoinItem {
  readonly how: string;
  readonly from: FromItem;
  readonly on: readonly Sql[] | null;
  /** The condition of an as-of join that says which match is the nearest, where it stands apart. */
  readonly match?: Sql;
  /** What the columns are where they are not columns of the source by their names. */
  readonly columns?: ReadonlyMap<string, Sql>;
}
/** A SELECT by its clauses. */
export interface Select {
  readonly kind: "select";
  readonly items: readonly (readonly [string, Sql])[];
  readonly distinct: boolean;
  /** Each row as one struct, where the engine says AS STRUCT. */
  readonly asStruct?: true;
  readonly from: FromItem | null;
  readonly joins: readonly JoinItem[];
  readonly where: readonly Sql[];
  readonly groupBy: readonly Sql[] | null;
  /** The places in `groupBy` of each grouping set, where there is more than the one of all keys. */
  readonly sets: readonly (readonly number[])[] | null;
  readonly having: readonly Sql[];
  readonly qualify: readonly Sql[];
  readonly orderBy: readonly SortSql[];
  readonly limit: number | null;
  readonly offset: number;
  /** OFFSET 0, which keeps an engine from writing the query out where it is read. */
  readonly optimizationFence?: true;
}
/** A SELECT of a source's rows, one by one, without any other clause. */
export const selectFrom = (from: FromItem | null, items: Select["items"]): Select => ({
  kind: "select",
  items,
  distinct: false,
  from,
  joins: [],
  where: [],
  groupBy: null,
  sets: null,
  having: [],
  qualify: [],
  orderBy: [],
  limit: null,
  offset: 0,
});
export interface SetQuery {
  readonly kind: "set";
  readonly how: "UNION" | "INTERSECT" | "EXCEPT";
  readonly all: boolean;
  readonly operands: readonly Query[];
}
/** Rows of literals. */
export interface Values {
  readonly kind: "values";
  readonly names: readonly string[];
  readonly rows: readonly (readonly Sql[])[];
}
/** A query in the user's own words. */
export interface RawQuery {
  readonly kind: "raw";
  readonly text: string;
  /** The queries that the text speaks of by name. */
  readonly named?: readonly (readonly [string, Query])[];
}
export type Query = Select | SetQuery | Values | RawQuery;

export interface Cte {
  readonly name: string;
  readonly query: Query;
  readonly columns?: readonly string[];
  readonly recursive?: boolean;
}
/** A whole statement: common table expressions in the order in which they need each other, then the query. */
export interface Statement {
  readonly ctes: readonly Cte[];
  readonly query: Query;
  /** The names, in lower case, of all columns that there are: inside of a subquery they hide the aliases around it. */
  readonly columnNames: ReadonlySet<string>;
}
