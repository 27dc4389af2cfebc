import type { DType, ir, LiteralValue } from "@avocet/core";
import type { Sql } from "./sql/expr.js";
import type { FromItem, JoinItem, Query, Select, SortSql, Statement } from "./sql/query.js";

/** The arguments of an operation once they are SQL. */
interface SqlByArgKind<A> {
  value: Sql;
  optional: Sql | undefined;
  values: readonly Sql[];
  sort: readonly SortSql[] | undefined;
  lambda: LambdaSql;
  relation: undefined;
  option: A extends { readonly is?: (value: infer T) => void } ? T | undefined : never;
}
/** A callback on the elements of an array. */
export interface LambdaSql {
  readonly params: readonly string[];
  readonly body: Sql;
}
type SpecArgs<K extends ir.OpName> = (typeof ir.operations)[K] extends ir.OpSpec<infer A> ? A : never;
/** The arguments of an operation, by name, as a rule gets them. */
export type SqlArgs<K extends ir.OpName> = {
  readonly [P in keyof SpecArgs<K>]: SqlByArgKind<SpecArgs<K>[P]>[SpecArgs<K>[P]["kind"]];
};

/** How an aggregate is called. */
export interface AggregateOptions {
  readonly distinct?: boolean | undefined;
  readonly where?: Sql | undefined;
  readonly orderBy?: readonly SortSql[] | undefined;
  /** Text after the arguments, such as IGNORE NULLS. */
  readonly suffix?: Sql | undefined;
  /** Text after the closing parenthesis, such as WITHIN GROUP (ORDER BY …). */
  readonly after?: Sql | undefined;
}
/** A window whose parts are SQL; constants, which part and sort nothing, are left out. */
export interface WindowParts {
  readonly node: ir.WindowValue;
  readonly partitionBy: readonly { readonly sql: Sql; readonly dtype: DType }[];
  readonly orderBy: readonly (SortSql & { readonly dtype: DType })[];
  lowered(value: ir.Value): Sql;
}
/** What a rule may ask besides its arguments. */
export interface RuleContext<K extends ir.OpName = ir.OpName> {
  readonly node: ir.OpOf<K>;
  /** The dtype of an argument, by name. */
  dtype(arg: string): DType;
  /** The columns of a relation that the rows are of. */
  columns(of: ir.Relation): readonly Sql[];
  /** An aggregate or window function, by a word or a quoted name, over the rows that it is asked for: FILTER and OVER are added as needed. */
  aggregate(name: string | Sql, args: readonly Sql[], options?: AggregateOptions): Sql;
  cast(sql: Sql, to: DType): Sql;
  /** The rows that the function is taken over, where it stands in a window; for rules that write OVER themselves. */
  readonly over: Sql | null;
  /** The window that the function stands in. */
  readonly window: ir.WindowValue | null;
  /** Refuses an operation that the engine cannot do with these arguments. */
  unsupported(why: string, instead?: string): Error;
}
/** The SQL of an operation, from its arguments. */
export type Rule<K extends ir.OpName> = (args: SqlArgs<K>, context: RuleContext<K>) => Sql;
/** An operation that an engine cannot do, and what to do instead. */
export interface Unsupported {
  readonly unsupported: string;
  readonly instead: string | undefined;
}
/** States a gap in the place of a rule. */
export const unsupported = (why: string, instead?: string): Unsupported => ({ unsupported: why, instead });
/** A rule or a stated gap for each operation: a missing one does not compile. */
export type Rules = { readonly [K in ir.OpName]: Rule<K> | Unsupported };

/** A column of a type of its own, such as an enum that holds strings. */
export interface StoredColumn {
  /** Its value as one of the dtype. */
  read(column: Sql): Sql;
  /** A value of the dtype as the column takes it. */
  write(value: Sql): Sql;
}

/** All that differs between engines. */
export interface Dialect {
  readonly name: string;
  readonly rules: Rules;
  quote(identifier: string): string;
  /** The path of a table as the engine should look for it, outermost part first. */
  tablePath(path: readonly string[]): readonly string[];
  /** The name of a table or schema in quotes, where an engine reads more into it than into other names. */
  tableName?(name: string): string;
  /** The name of a dtype, as CAST takes it. */
  typeName(dtype: DType): string;
  /** A literal as text. */
  literal(value: LiteralValue, dtype: DType): string;
  cast(value: Sql, to: DType): Sql;
  /** A parameter that the engine knows the dtype of. */
  typedParam(name: string, dtype: DType): Sql;
  /** The sign of a parameter, by its place from 1, as a value of the dtype. */
  placeholder(place: number, dtype: DType): string;
  /** Whether literals of a dtype are sent beside the text where that is asked for; they are unless the dialect says otherwise. */
  supportsBinding?(dtype: DType): boolean;
  /** What to sort by instead of a value, where the engine's own order of its dtype is another than on all engines. */
  sortKey?(value: Sql, dtype: DType): Sql;
  /** What to sort by before a value, for the same reason. */
  leadingSortKey?(value: Sql, dtype: DType): Sql | undefined;
  /** The keys of an order inside of an aggregate or a window; as they are, with NULLS FIRST or LAST, unless the dialect says otherwise. */
  sortList?(keys: readonly SortSql[]): Sql;
  /** What stands after OVER, where the engine lacks parts of the standard's windows; undefined for the standard's text. */
  compileWindow?(window: WindowParts): Sql | undefined;
  /** An aggregation as others that the engine has in its place; itself unless the dialect says otherwise. */
  rewriteAggregation?(relation: ir.Aggregation): ir.Aggregation;
  /** What gives the different rows of a relation, where the engine cannot compare all of its columns; DISTINCT unless the dialect says otherwise. */
  rewriteDistinct?(relation: ir.Distinct): ir.Relation | undefined;
  /** How a column of a table is read and written whose type is none that the dialect has for its dtype; undefined for the others. */
  columnCodec?(table: ir.TableRelation, column: string): StoredColumn | undefined;
  readonly features: Features;
  /** Refuses a statement for names that the engine cannot have, or cannot tell from each other. */
  check?(statement: Statement, relation: ir.Relation): void;
  /** A column of the result as a driver is to read it, by its place: its name and its value; undefined for the column as it is. */
  encodeResult?(
    value: Sql,
    dtype: DType,
    names: readonly string[],
    place: number,
  ): readonly [name: string, value: Sql] | undefined;
  /** Rows of literals as a call or a query; a VALUES list unless the dialect says otherwise. */
  rows?(schema: ir.Fields, rows: readonly (readonly Sql[])[]): FromItem["item"];
  /** Rows of the elements of an array, joined to the rows around it. */
  unnest(
    array: Sql,
    columns: { readonly value: string; readonly offset: string | null },
    keepEmpty: boolean,
    dtype: DType,
  ): JoinItem;
  /** Some of the rows of a source, whose columns are given: what to read instead of it, or a condition on its rows. */
  sample(
    from: FromItem,
    fraction: number,
    method: "row" | "block",
    seed: number | null,
    columns: readonly Sql[],
  ): FromItem | { readonly where: Sql };
  /** A query that hangs on the row before it, joined to that row; LATERAL unless the dialect says otherwise. */
  lateral?(query: Query, columns: readonly string[], name: string, keepEmpty: boolean): JoinItem;
  /** A query for one value that hangs on the rows around it and has a LIMIT; as it is unless the dialect says otherwise. */
  compileCorrelatedLimit?(query: Select): Query;
  /** An equality of both sides that always holds, of a column of each, where a full join needs one. */
  alwaysTrueEquality?(left: Sql, right: Sql): Sql;
  /** A value to part rows by, where the engine takes none of its dtype. */
  partitionKey?(value: Sql, dtype: DType): Sql;
  /** The longest identifier in bytes, where the engine has a limit. */
  readonly maxIdentifier: number | null;
}
/** What an engine's SQL has of the parts that engines differ in; what may be left out is as in the standard. */
export interface Features {
  /** QUALIFY filters by window functions. */
  readonly qualify: boolean;
  /** Aggregates take FILTER (WHERE …). */
  readonly filterClause: boolean;
  /** The join that takes the last earlier row. */
  readonly asofJoin: boolean;
  /** The inequality of that join stands apart, in MATCH_CONDITION. */
  readonly asofMatch?: boolean;
  /** False where a query that hangs on the rows around it takes no LIMIT. */
  readonly correlatedLimit?: boolean;
  /** True where each column of a recursive query has the very type that it starts with, and duplicates stay. */
  readonly recursiveUnionAllOnly?: boolean;
  /** True where each column of a recursive query has the very type that it starts with. */
  readonly recursiveTypesFixed?: boolean;
  /** QUALIFY stands only beside WHERE, GROUP BY or HAVING. */
  readonly qualifyNeedsWhere?: boolean;
  /** OFFSET stands only after LIMIT. */
  readonly offsetNeedsLimit?: boolean;
  /** UNION, INTERSECT and EXCEPT are followed by ALL or DISTINCT. */
  readonly explicitSetDistinct?: boolean;
  /** False where no parentheses stand around the operands of UNION, INTERSECT and EXCEPT. */
  readonly setParentheses?: boolean;
  /** False where INTERSECT ALL and EXCEPT ALL are missing. */
  readonly intersectAll?: boolean;
  /** The alias of a table hides columns of the same name. */
  readonly aliasHidesColumns?: boolean;
  /** What is computed of decimals has any number of digits, so results are cast to theirs. */
  readonly unboundedDecimals?: boolean;
  /** Queries are written out wherever they are read, unless they have OFFSET. */
  readonly inlinesSubqueries?: boolean;
  /** False where rows become one group only beside an aggregate. */
  readonly groupsWithoutAggregates?: boolean;
  /** False where no parentheses without a key stand after GROUP BY. */
  readonly emptyGroupBy?: boolean;
  /** False where an expression that is a key of groups is not known again when it stands beside aggregates. */
  readonly matchesGroupExpressions?: boolean;
  /** True where an outer join needs a condition that is an equality of both sides. */
  readonly outerJoinsByEquality?: boolean;
  /** False where frames cannot count groups of peers. */
  readonly groupsFrame?: boolean;
  /** False where the columns of a common table expression are not named beside its name. */
  readonly cteColumns?: boolean;
}
