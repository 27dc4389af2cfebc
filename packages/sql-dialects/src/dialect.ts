import type { DType, SqlDialect } from "@avocet/core";
import type { LiteralValue } from "@avocet/core/dialect";
import type * as ir from "@avocet/core/ir";
import type { InliningCosts } from "./lower/inlining-cost.js";
import type { SingleMatchJoin } from "./lower/single-match-joins.js";
import type { Sql } from "./sql/expr.js";
import type { FromItem, JoinItem, Query, Select, SortSql, Statement } from "./sql/query.js";

/** The compiled form of an argument, by the kind of argument that the operation declares. */
interface SqlByArgKind<A> {
  value: Sql;
  optional: Sql | undefined;
  values: readonly Sql[];
  sort: readonly SortSql[] | undefined;
  lambda: LambdaSql;
  relation: undefined;
  option: A extends { readonly phantom?: (value: infer T) => void } ? T | undefined : never;
}
/** A compiled callback on the elements of an array: parameter names and body. */
export interface LambdaSql {
  readonly params: readonly string[];
  readonly body: Sql;
}
type SpecArgs<K extends ir.OpName> = (typeof ir.operations)[K] extends ir.OpSpec<infer A> ? A : never;
/** The compiled arguments of an operation, by name, as passed to its rule. */
export type SqlArgs<K extends ir.OpName> = {
  readonly [P in keyof SpecArgs<K>]: SqlByArgKind<SpecArgs<K>[P]>[SpecArgs<K>[P]["kind"]];
};

/** Modifiers of an aggregate call. */
export interface AggregateOptions {
  readonly distinct?: boolean | undefined;
  readonly where?: Sql | undefined;
  readonly orderBy?: readonly SortSql[] | undefined;
  /** SQL after the arguments, inside the parentheses, such as IGNORE NULLS. */
  readonly argumentSuffix?: Sql | undefined;
  /** SQL after the closing parenthesis, such as WITHIN GROUP (ORDER BY …). */
  readonly clauseSuffix?: Sql | undefined;
}
/** A window with compiled keys. Constant keys are omitted, as they neither partition nor sort. */
export interface WindowParts {
  readonly node: ir.WindowValue;
  readonly partitionBy: readonly { readonly sql: Sql; readonly dtype: DType }[];
  readonly orderBy: readonly (SortSql & { readonly dtype: DType })[];
  sqlOf(value: ir.Value): Sql;
}
/** The context of the operation that a rule compiles. */
export interface RuleContext<K extends ir.OpName = ir.OpName> {
  readonly node: ir.OpOf<K>;
  /** The dtype of an argument, by name. */
  dtype(arg: string): DType;
  /** The columns of the relation whose rows the operation is computed on. */
  columns(relation: ir.Relation): readonly Sql[];
  /** A call of an aggregate or window function, by keyword or quoted name. Adds FILTER and OVER as needed. */
  aggregate(name: string | Sql, args: readonly Sql[], options?: AggregateOptions): Sql;
  cast(sql: Sql, to: DType): Sql;
  /** The SQL after OVER if the function is windowed, else null; for rules that write OVER themselves. */
  readonly over: Sql | null;
  /** The window of the function, or null for a plain aggregate or scalar function. */
  readonly window: ir.WindowValue | null;
  /** Creates the error for an operation that the engine does not support with these arguments. */
  unsupported(reason: string, alternative?: string): Error;
}
/** Compiles an operation from its compiled arguments. */
export type Rule<K extends ir.OpName> = (args: SqlArgs<K>, context: RuleContext<K>) => Sql;
/** Marks an operation that the engine does not support: the reason and, if there is one, an alternative. */
export interface Unsupported {
  readonly unsupported: string;
  readonly alternative: string | undefined;
}
/** Declares an operation as unsupported, in place of a rule. */
export const unsupported = (reason: string, alternative?: string): Unsupported => ({
  unsupported: reason,
  alternative,
});
/** A rule or an {@link Unsupported} for each operation; a missing entry is a type error. */
export type Rules = { readonly [K in ir.OpName]: Rule<K> | Unsupported };

/** Reads and writes a column whose engine type differs from its dtype, such as an enum that holds strings. */
export interface ColumnCodec {
  /** Converts the stored column to a value of the dtype. */
  read(column: Sql): Sql;
  /** Converts a value of the dtype to the type of the column. */
  write(value: Sql): Sql;
}

/** What one engine's SQL needs: types, literals, functions and clauses. Optional members default to standard SQL. */
export interface Dialect extends SqlDialect {
  readonly name: string;
  readonly rules: Rules;
  quote(identifier: string): string;
  /** The qualified name of a table, outermost namespace first. */
  tablePath(path: readonly string[]): readonly string[];
  /** Quotes the name of a table or schema, for engines that interpret such names in a special way. */
  tableName?(name: string): string;
  /** The type name of a dtype, as used in CAST. */
  typeName(dtype: DType): string;
  /** The SQL text of a literal. */
  literal(value: LiteralValue, dtype: DType): string;
  cast(value: Sql, to: DType): Sql;
  /** A bind parameter, cast so that the engine can infer its type. */
  typedParam(name: string, dtype: DType): Sql;
  /** The placeholder of the bind parameter with a 1-based ordinal, as a value of the dtype. */
  placeholder(ordinal: number, dtype: DType): string;
  /** Whether literals of a dtype can be sent as bind parameters. By default, all can. */
  supportsBinding?(dtype: DType): boolean;
  /** Sort key to use when the engine's native ordering of this dtype differs from Avocet's semantics. */
  sortKey?(value: Sql, dtype: DType): Sql;
  /** An additional sort key that precedes the value, for the same reason. */
  leadingSortKey?(value: Sql, dtype: DType): Sql | undefined;
  /** Compiles ORDER BY inside an aggregate or window. By default, each key with NULLS FIRST or NULLS LAST. */
  sortList?(keys: readonly SortSql[]): Sql;
  /** Compiles the window after OVER for engines without full standard windows; undefined for the standard text. */
  compileWindow?(window: WindowParts): Sql | undefined;
  /** Rewrites an aggregation the engine cannot express into one that it can. By default, returns it unchanged. */
  rewriteAggregation?(relation: ir.Aggregation): ir.Aggregation;
  /** Rewrites DISTINCT when the engine cannot compare some of the columns; undefined for plain DISTINCT. */
  rewriteDistinct?(relation: ir.Distinct): ir.Relation | undefined;
  /** The codec of a table column whose engine type differs from the dialect's type for its dtype; else undefined. */
  columnCodec?(table: ir.TableRelation, column: string): ColumnCodec | undefined;
  readonly features: Features;
  /** Throws for a statement with names that the engine does not allow or cannot distinguish. */
  check?(statement: Statement, relation: ir.Relation): void;
  /**
   * Casts the columns of the outermost query, for engines whose results lose their dtypes, as {@link castDecimals}
   * does.
   */
  castResults?(query: Query, relation: ir.Relation): Query;
  /** Encodes the columns of the outermost query for the driver, as {@link encodeColumns} does. */
  encodeResults?(query: Query, relation: ir.Relation): Query;
  /** Compiles rows of literals as a FROM item. By default, a VALUES list. */
  rows?(schema: ir.Fields, rows: readonly (readonly Sql[])[]): FromItem["item"];
  /** Joins the elements of an array, one row per element, to the row that holds it. */
  unnest(
    array: Sql,
    columns: { readonly value: string; readonly offset: string | null },
    keepEmpty: boolean,
    dtype: DType,
  ): JoinItem;
  /** Samples the rows of a source. Returns the FROM item to read instead, or a condition on the rows. */
  sample(
    from: FromItem,
    fraction: number,
    method: "row" | "block",
    seed: number | null,
    columns: readonly Sql[],
  ): FromItem | { readonly where: Sql };
  /** Joins a correlated query to the row that it depends on. By default, LATERAL. */
  lateral?(query: Query, columns: readonly string[], name: string, keepEmpty: boolean): JoinItem;
  /** Rewrites a correlated scalar subquery that has a LIMIT. By default, it is left unchanged. */
  compileCorrelatedLimit?(query: Select): Query;
  /** An always-true equality between the two sides, for engines whose FULL JOIN requires an equi-condition. */
  alwaysTrueEquality?(left: Sql, right: Sql): Sql;
  /** Rewrites GROUPS frames, for engines without them, as {@link replaceGroupFrames} does. */
  rewriteFrames?(relation: ir.Relation): ir.Relation;
  /** Compiles INTERSECT ALL and EXCEPT ALL, for engines without them, as {@link setOperationOfNumberedRows} does. */
  setOperationWithDuplicates?(operator: "INTERSECT" | "EXCEPT", operands: readonly Query[], schema: ir.Fields): Query;
  /**
   * Casts the columns of the base and the step of a recursion, for engines where their types must be equal, as
   * {@link castColumns} does.
   */
  castRecursion?(query: Query, schema: ir.Fields): Query;
  /**
   * Compiles a join with at most one match per left row, for engines without ASOF JOIN or correlated LIMIT; undefined
   * for ASOF LEFT JOIN, or LATERAL with LIMIT 1 if any match will do. See {@link rowNumberedMatch}.
   */
  singleMatchJoin?: SingleMatchJoin;
  /**
   * For engines that inline subqueries and CTEs: creates the estimator of the cost; OFFSET 0 is then used as an
   * optimization fence. See {@link InliningCosts}.
   */
  createInliningCosts?(): InliningCosts;
  /** The maximum length of an identifier in UTF-8 bytes; null if unlimited. */
  readonly maxIdentifier: number | null;
}
/** The SQL features in which engines differ. Optional flags default to standard behavior. */
export interface Features {
  /** True if QUALIFY filters by window functions. */
  readonly qualify: boolean;
  /** True if aggregates accept FILTER (WHERE …). */
  readonly filterClause: boolean;
  /** False if a correlated subquery cannot have LIMIT. */
  readonly correlatedLimit?: boolean;
  /** True if recursion supports UNION ALL only. */
  readonly recursiveUnionAllOnly?: boolean;
  /** True if QUALIFY requires WHERE, GROUP BY or HAVING in the same SELECT. */
  readonly qualifyNeedsWhere?: boolean;
  /** True if OFFSET requires LIMIT. */
  readonly offsetNeedsLimit?: boolean;
  /** True if UNION, INTERSECT and EXCEPT require an explicit ALL or DISTINCT. */
  readonly explicitSetDistinct?: boolean;
  /** False if operands of UNION, INTERSECT and EXCEPT cannot be parenthesized. */
  readonly setParentheses?: boolean;
  /** True if a table alias hides columns of the same name. */
  readonly aliasHidesColumns?: boolean;
  /** False if a SELECT without GROUP BY keys becomes one group only if it contains an aggregate. */
  readonly groupsWithoutAggregates?: boolean;
  /** False if the engine lacks GROUP BY (). */
  readonly emptyGroupBy?: boolean;
  /** False if the engine does not recognize a repeated GROUP BY expression in the SELECT list. */
  readonly matchesGroupExpressions?: boolean;
  /** True if an outer join requires an equality between its two sides. */
  readonly outerJoinsByEquality?: boolean;
  /** False if a CTE cannot have a column list after its name. */
  readonly cteColumns?: boolean;
}
