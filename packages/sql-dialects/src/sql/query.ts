import type { Source, Sql } from "./expr.js";

/** A compiled sort key. */
export interface SortSql {
  readonly sql: Sql;
  readonly descending: boolean;
  readonly nulls: "first" | "last";
  /** False if the key is never NULL. */
  readonly nullable?: boolean;
  /** An additional sort key that precedes this one, in the same direction. */
  readonly leadingKey?: Sql;
}
/** A table by its qualified name, outermost namespace first. */
export interface TableRef {
  readonly kind: "table";
  readonly path: readonly string[];
}
/** A common table expression by name. */
export interface CteRef {
  readonly kind: "cte";
  readonly name: string;
}
/** A subquery in FROM. */
export interface SubqueryRef {
  readonly kind: "subquery";
  readonly query: Query;
}
/** A table function call and its column names; null if the function names its columns itself. */
export interface FunctionRef {
  readonly kind: "function";
  readonly sql: Sql;
  readonly columns: readonly string[] | null;
  /** The source of the 0-based row offsets, which has a separate alias. */
  readonly offset?: Source;
}
/** An item of a FROM clause. */
export interface FromItem {
  readonly source: Source;
  readonly item: TableRef | CteRef | SubqueryRef | FunctionRef;
  /** SQL after the alias, such as a sampling clause. */
  readonly suffix?: Sql;
}
/** A join with a FROM item. */
export interface JoinItem {
  readonly joinType: string;
  readonly from: FromItem;
  readonly on: readonly Sql[] | null;
  /** The inequality of an as-of join, for engines that take it in MATCH_CONDITION. */
  readonly matchCondition?: Sql;
  /** The expressions of columns that are not columns of the source by name. */
  readonly columns?: ReadonlyMap<string, Sql>;
}
/** A SELECT by its clauses. */
export interface Select {
  readonly kind: "select";
  readonly items: readonly (readonly [string, Sql])[];
  readonly distinct: boolean;
  /** Returns each row as one struct (SELECT AS STRUCT). */
  readonly asStruct?: true;
  readonly from: FromItem | null;
  readonly joins: readonly JoinItem[];
  readonly where: readonly Sql[];
  readonly groupBy: readonly Sql[] | null;
  /** For each grouping set, the indexes of its keys in `groupBy`; null for a plain GROUP BY. */
  readonly groupingSets: readonly (readonly number[])[] | null;
  readonly having: readonly Sql[];
  readonly qualify: readonly Sql[];
  readonly orderBy: readonly SortSql[];
  readonly limit: number | null;
  readonly offset: number;
  /** Prints OFFSET 0, which keeps the engine from inlining the query where it is read. */
  readonly optimizationFence?: true;
}
/** Creates a SELECT with FROM and no other clauses. */
export const selectFrom = (from: FromItem | null, items: Select["items"]): Select => ({
  kind: "select",
  items,
  distinct: false,
  from,
  joins: [],
  where: [],
  groupBy: null,
  groupingSets: null,
  having: [],
  qualify: [],
  orderBy: [],
  limit: null,
  offset: 0,
});
/** UNION, INTERSECT or EXCEPT. */
export interface SetQuery {
  readonly kind: "set";
  readonly operator: "UNION" | "INTERSECT" | "EXCEPT";
  readonly keepsDuplicates: boolean;
  readonly operands: readonly Query[];
}
/** A VALUES list. */
export interface Values {
  readonly kind: "values";
  readonly names: readonly string[];
  readonly rows: readonly (readonly Sql[])[];
}
/** SQL text that the user wrote. */
export interface RawQuery {
  readonly kind: "raw";
  readonly text: string;
  /** The queries that the text refers to by name. */
  readonly definitions?: readonly (readonly [string, Query])[];
}
export type Query = Select | SetQuery | Values | RawQuery;

/** A common table expression. */
export interface Cte {
  readonly name: string;
  readonly query: Query;
  readonly columns?: readonly string[];
  readonly recursive?: boolean;
}
/** A statement: common table expressions, each after those that it reads, and the query. */
export interface Statement {
  readonly ctes: readonly Cte[];
  readonly query: Query;
  /** The names of all columns in lower case. In a subquery, a column hides an outer alias of the same name. */
  readonly columnNames: ReadonlySet<string>;
}
