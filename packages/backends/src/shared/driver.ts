import type { CompiledQuery, CompileOptions, DType, RunOptions } from "@avocet/core";
import type { Batch, CachedRelation, ColumnBatch, FileTarget, LiteralValue, ReadOptions } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import type { Dialect } from "@avocet/sql-dialects";
import type { Report } from "./events/event.js";
import type { Statement } from "./statement.js";

/** A column of a table or of a result. */
export interface ResultColumn {
  readonly name: string;
  /** Undefined if Avocet has no dtype for the engine's type. */
  readonly dtype: DType | undefined;
  /** The name of the engine's type. */
  readonly type: string;
  /** True if the dialect maps the dtype to a different type (as for an enum): values are cast when read and written. */
  readonly isNonstandard?: boolean;
}
/** The catalog and schema of a table. A schema or BigQuery dataset is a `database`; its container is a `catalog`. */
export interface Namespace {
  readonly database?: string;
  readonly catalog?: string;
}
/** One session of the engine. Its statements run one after the other. */
export interface Session {
  /** Runs a statement. Returns the number of changed rows, or null if the engine does not report it. */
  run(statement: Statement, report?: Report): Promise<number | null>;
  /** Returns the columns of a query without running it. Throws if the text contains parameters. */
  columns(sql: string): Promise<readonly ResultColumn[]>;
  /**
   * Runs `work` in a transaction, or in a savepoint if one is open. Engines without multi-statement transactions just
   * run `work`.
   */
  transaction<T>(work: () => Promise<T>): Promise<T>;
}
/** The kind of relation that a name refers to. */
export type RelationKind = "table" | "view" | "materialized view";
/** Reads the tables and views of a database. */
export interface Catalog<S extends Session> {
  /** Lists the names of the tables and views of a namespace (by default the current schema), in any order. */
  names(session: S, namespace?: Namespace): Promise<readonly string[]>;
  /** Returns the kind of relation that the engine resolves a name to; null if there is no such relation. */
  kindOf(session: S, name: string, namespace?: Namespace): Promise<RelationKind | null>;
  /** Returns the columns of a table or view, with their nullability if the engine reports it. */
  columnsOf(session: S, name: string, namespace?: Namespace): Promise<readonly ResultColumn[]>;
}

/** Options for CREATE TABLE. */
export interface CreateTableOptions {
  /** Replaces an existing table or view; otherwise an existing name is an error. */
  readonly replace?: boolean;
  /** Does nothing if a table of that name exists. */
  readonly ifNotExists?: boolean;
  /** Creates a temporary table, which is dropped when the connection is closed. */
  readonly temporary?: boolean;
  /** Engine-specific SQL, inserted verbatim between the table name and AS, such as `PARTITION BY day`. */
  readonly engineOptions?: string;
}
/** Options for CREATE VIEW. */
export interface CreateViewOptions {
  /** Replaces an existing table or view; otherwise an existing name is an error. */
  readonly replace?: boolean;
}
/** Creates tables and views. Concurrent readers see either the old or the complete new relation. */
export interface Definitions<S extends Session> {
  createTable(session: S, name: string, query: Statement, options: CreateTableOptions): Promise<void>;
  /** `kind` is the kind of the existing relation of that name. */
  createView(
    session: S,
    name: string,
    sql: string,
    options: CreateViewOptions,
    kind: RelationKind | null,
  ): Promise<void>;
}

/** Materialized views of an engine. */
export interface MaterializedViews {
  /** Returns the statement that refreshes a view; null if the engine keeps views up to date itself. */
  refreshSql(name: string): string | null;
}

/** The engine-specific part of a connection. */
export interface Driver<S extends Session = Session> {
  readonly dialect: Dialect;
  readonly catalog: Catalog<S>;
  readonly definitions: Definitions<S>;
  /** Undefined if the engine has no materialized views. */
  readonly materializedViews?: MaterializedViews;
  compile(relation: ir.Relation, options?: CompileOptions): CompiledQuery;
  /** Reads all rows of a query, or throws. Ending the iteration early stops the statement. */
  read(statement: Statement, schema: ir.Fields, options: ReadOptions, report?: Report): AsyncIterable<Batch>;
  /** Like `read`, but returns vectors. Defined if the engine's results are columnar. */
  readVectors?(
    statement: Statement,
    schema: ir.Fields,
    options: ReadOptions,
    report?: Report,
  ): AsyncIterable<ColumnBatch>;
  /** Runs `work`, which only reads, in any free session. */
  withReadSession<T>(work: (session: S) => Promise<T>, options?: RunOptions): Promise<T>;
  /** Runs `work`, which may write. */
  withWriteSession<T>(work: (session: S) => Promise<T>, options?: RunOptions): Promise<T>;
  /** Runs `work` with a driver whose statements belong to one transaction, and commits after it. */
  transaction<T>(work: (driver: this) => Promise<T>, options?: RunOptions): Promise<T>;
  explain(statement: Statement, options: RunOptions & { readonly analyze?: boolean }): Promise<string>;
  /** Estimates how many bytes a query would read, without running it. Undefined if the engine has no estimates. */
  estimate?(statement: Statement, options: RunOptions): Promise<{ readonly bytes: number }>;
  /** Lets the engine write the rows of a query to a file. Returns their number, or null if the engine cannot. */
  writeFile?(statement: Statement, file: FileTarget, schema: ir.Fields, options: RunOptions): Promise<number | null>;
  /** Runs a query and keeps its rows for later queries. Undefined if the engine cannot. */
  cache?(statement: Statement, schema: ir.Fields, options: RunOptions): Promise<CachedRelation>;
  /** Whether CREATE and DROP statements can be rolled back. */
  readonly transactionalDdl: boolean;
  /** Bulk-loads rows into a table that has exactly these columns. Undefined if INSERT is the fastest way. */
  append?(session: S, table: string, schema: ir.Fields, columns: readonly (readonly LiteralValue[])[]): Promise<void>;
  /**
   * The dtype that the catalog reports for a column created with `dtype`, such as json for a struct. Rows with `dtype`
   * may be written to such a column, and a schema may declare it. Undefined if the catalog preserves every dtype.
   */
  storedAs?(dtype: DType): DType;
  /**
   * Maximum number of literal rows in one INSERT; more rows are split over several, in a transaction. Default: no
   * limit.
   */
  readonly maxRowsPerStatement?: number;
  /** Wraps a query so that columns of nonstandard types are cast to the types that the dialect has for their dtypes. */
  castNonstandardColumns?(sql: string, columns: readonly ResultColumn[]): string;
  /** Wraps a query so that its rows can be inserted into the columns of a table. */
  encodeForTable?(rows: Statement, table: string, columns: readonly string[]): Statement;
  /** The table that a missing-table error names ("" if it names none); undefined for any other error. */
  missingTable(error: unknown): string | undefined;
  /** Closes all sessions. Further calls do nothing. */
  close(): Promise<void>;
}
