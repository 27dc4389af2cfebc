import type {
  Batch,
  CachedRelation,
  ColumnBatch,
  CompiledQuery,
  CompileOptions,
  DType,
  FileTarget,
  ir,
  LiteralValue,
  ReadOptions,
  RunOptions,
} from "@avocet/core";
import type { Dialect } from "@avocet/sql-dialects";
import type { Report } from "./events/event.js";
import type { Statement } from "./statement.js";

/** A column of a table or of a result. */
export interface ResultColumn {
  readonly name: string;
  /** Undefined where Avocet has no dtype for the engine's type, which `type` names. */
  readonly dtype: DType | undefined;
  readonly type: string;
  /** Whether the type is none that the dialect has for the dtype: values are cast when they are read and written. */
  readonly ownType?: boolean;
}
/** Where a table is, if not in the current schema: a BigQuery dataset or a schema is a `database`, what holds them a `catalog`. */
export interface Namespace {
  readonly database?: string;
  readonly catalog?: string;
}
/** Runs statements one after the other in one session of the engine. */
export interface Session {
  /** Runs a statement; the number of rows that it changed, or null where the engine does not say. */
  run(statement: Statement, report?: Report): Promise<number | null>;
  /** The columns of a query, without running it. Refuses text that holds parameters. */
  columns(sql: string): Promise<readonly ResultColumn[]>;
  /** All of `work`, or nothing of it; inside of a transaction a part of that. On engines without transactions just `work`. */
  transaction<T>(work: () => Promise<T>): Promise<T>;
}
/** What a name stands for. */
export type RelationKind = "table" | "view" | "materialized view";
/** How an engine tells what it holds. */
export interface Catalog<S extends Session> {
  /** The names of the tables and views of a place, the current schema unless told, in any order. */
  names(on: S, place?: Namespace): Promise<readonly string[]>;
  /** What a name stands for, found as the engine itself finds it; null for nothing. */
  kindOf(on: S, name: string, place?: Namespace): Promise<RelationKind | null>;
  /** The columns of a table or view, with their nullability where the engine knows it. */
  columnsOf(on: S, name: string, place?: Namespace): Promise<readonly ResultColumn[]>;
}

/** What becomes of a table that is there, and what kind of table it is to be. */
export interface CreateTableOptions {
  /** Takes the place of a table or view of the name; without it such a one is an error. */
  readonly replace?: boolean;
  /** Leaves a table of the name as it is. */
  readonly ifNotExists?: boolean;
  /** Lasts as long as the connection. */
  readonly temporary?: boolean;
  /** SQL of the engine's own that stands between the table's name and AS, such as `PARTITION BY day`. It is taken as it stands. */
  readonly engineOptions?: string;
}
/** What becomes of a view that is there. */
export interface CreateViewOptions {
  /** Takes the place of a table or view of the name; without it such a one is an error. */
  readonly replace?: boolean;
}
/** How an engine makes tables and views: in which statements, so that readers see the old or the new one, whole. */
export interface Definitions<S extends Session> {
  createTable(on: S, name: string, query: Statement, options: CreateTableOptions): Promise<void>;
  /** `kind` is what the name stands for now. */
  createView(on: S, name: string, sql: string, options: CreateViewOptions, kind: RelationKind | null): Promise<void>;
}

/** An engine's views whose rows are kept. */
export interface MaterializedViews {
  /** The statement that works the rows out anew; null where the engine keeps them up to date itself. */
  refresh(name: string): string | null;
}

/** An engine, as connections see it. */
export interface Driver<S extends Session = Session> {
  readonly dialect: Dialect;
  readonly catalog: Catalog<S>;
  readonly definitions: Definitions<S>;
  /** Left out by engines without them. */
  readonly materializedViews?: MaterializedViews;
  compile(relation: ir.Relation, options?: CompileOptions): CompiledQuery;
  /** The rows of a query: all of them, or an error. Ending the iteration early stops the statement. */
  read(statement: Statement, schema: ir.Fields, options: ReadOptions, report?: Report): AsyncIterable<Batch>;
  /** As `read`, where the engine's own form is columns. */
  readVectors?(
    statement: Statement,
    schema: ir.Fields,
    options: ReadOptions,
    report?: Report,
  ): AsyncIterable<ColumnBatch>;
  /** Statements that only read, in whichever session is free. */
  withReadSession<T>(work: (on: S) => Promise<T>, options?: RunOptions): Promise<T>;
  /** Statements that write. */
  withWriteSession<T>(work: (on: S) => Promise<T>, options?: RunOptions): Promise<T>;
  /** A driver whose statements all happen, or none of them; `work` has ended when it commits. */
  transaction<T>(work: (inside: this) => Promise<T>, options?: RunOptions): Promise<T>;
  explain(statement: Statement, options: RunOptions & { readonly analyze?: boolean }): Promise<string>;
  /** The bytes that a query would read, without running it; where the engine knows them. */
  estimate?(statement: Statement, options: RunOptions): Promise<{ readonly bytes: number }>;
  /** Writes the rows of a query to a file, by the engine itself; null where it writes no such files, or not as they are wanted. */
  writeFile?(statement: Statement, file: FileTarget, schema: ir.Fields, options: RunOptions): Promise<number | null>;
  /** Works a query out and keeps its rows; left out by engines that cannot. */
  cache?(statement: Statement, schema: ir.Fields, options: RunOptions): Promise<CachedRelation>;
  /** Whether making and dropping tables belongs to a transaction. */
  readonly atomicDefinitions: boolean;
  /** Adds rows to a table that has just these columns, in the engine's fastest way; left out where INSERT is that. */
  append?(on: S, table: string, schema: ir.Fields, columns: readonly (readonly LiteralValue[])[]): Promise<void>;
  /**
   * The dtype that a column shows which was made for another one, such as json for structs where the engine keeps them so: rows of the
   * other one may be written to it, and a schema may declare it. Left out where each dtype has a type of its own.
   */
  storedAs?(dtype: DType): DType;
  /** The most rows that are written out in one INSERT; more are sent in several, inside of a transaction. No bound where it is left out. */
  readonly maxRowsPerStatement?: number;
  /** A query in the engine's SQL whose columns all have the types that the dialect has for their dtypes. */
  readable?(sql: string, columns: readonly ResultColumn[]): string;
  /** Rows for columns of a table, as that takes them. */
  writable?(rows: Statement, table: string, columns: readonly string[]): Statement;
  /** The table that an error says is not there ("" where it does not name it); undefined for any other error. */
  missingTable(error: unknown): string | undefined;
  /** Ends all that is open. A second time does nothing. */
  close(): Promise<void>;
}
