import type { DType } from "../dtype/dtype.js";
import type { Fields, Relation } from "../ir/relation.js";
import type { ColumnBatch } from "../vectors/vector.js";
import type { ValueOptions } from "./value-encoding.js";

/** A parameter of a compiled statement, in the order of its place in the text. */
export interface BoundParam {
  /** The name of a `param`, which is given when the statement is run; null for a literal that is bound. */
  readonly name: string | null;
  readonly value: unknown;
  readonly dtype: DType;
}
/** SQL text with what it needs and what it gives. */
export interface CompiledQuery {
  readonly sql: string;
  readonly params: readonly BoundParam[];
  readonly schema: Fields;
}
/** How SQL text is made. */
export interface CompileOptions {
  /** Whether literals stand in the text or are sent beside it; inline unless told. */
  readonly literals?: "inline" | "bind";
  /** For a driver that reads the rows: values, and names of columns, that the engine's results cannot hold come in another form. */
  readonly encodeResults?: boolean;
}
/** A dialect of SQL: what `toSQL` and `compile` take. It needs no connection. */
export interface SqlDialect {
  readonly name: string;
  /** Compiles a relation. Throws `unsupported-operation` if the dialect cannot express it. */
  compile(relation: Relation, options?: CompileOptions): CompiledQuery;
}

/** As much of an `AbortSignal` as is used, so that core needs no environment's types. */
export interface Signal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}
/** What every call that runs something takes. */
export interface RunOptions<V extends ValueOptions = ValueOptions> {
  /** Stops the statement on the server when it is aborted. */
  readonly signal?: Signal;
  readonly timeoutMs?: number;
  /** The values of `param`s by name. */
  readonly params?: { readonly [name: string]: unknown };
  /** Whether literals stand in the text of the statement or are sent beside it; inline unless told. */
  readonly literals?: "inline" | "bind";
  /** In which form values are given, over what the connection says; the type of the result follows. */
  readonly values?: V;
  /** Takes the first rows only. */
  readonly limit?: number;
  /** A result of more rows is an error. */
  readonly maxRows?: number;
}
/** How rows are read. */
export interface ReadOptions extends RunOptions {
  /** The caller keeps all rows anyway, so the engine and its driver may, too; else they are to arrive as they are taken. */
  readonly buffered?: boolean;
}
/** Some rows of a result, column by column, as JavaScript values in the forms that were asked for. */
export interface Batch {
  readonly rowCount: number;
  readonly columns: readonly ArrayLike<unknown>[];
}
/** What becomes of a table that is there, and of dtypes that the engine has no type of its own for. */
export interface LoadOptions {
  /** Takes the place of a table or view of the name. */
  readonly replace?: boolean;
  /** Adds the rows to the table that is there, by name. */
  readonly append?: boolean;
  /** Takes another dtype where the engine has none of its own, such as int16 for uint8; without it that is refused before a row is sent. */
  readonly allowDTypeChanges?: boolean;
}
/** What takes rows from elsewhere. */
export interface BulkLoader {
  /** Fills a table with batches in the forms of `EXACT_ENCODING`, with all of them or none, and gives the number of rows. */
  load(name: string, schema: Fields, batches: AsyncIterable<Batch>, options?: LoadOptions): Promise<number>;
}
/** What an engine says of a query before it runs it. */
export interface Estimate {
  /** How many bytes it would read. */
  readonly bytes: number;
}
/** A file to write, and how. */
export type FileTarget =
  | { readonly format: "csv"; readonly path: string; readonly options: CsvFormat }
  | { readonly format: "json"; readonly path: string; readonly options: JsonFormat }
  | { readonly format: "parquet"; readonly path: string; readonly options: ParquetFormat };
/** How rows are written as CSV. */
export interface CsvFormat {
  /** What stands between values; a comma unless told. */
  readonly delimiter?: string;
  /** Whether the first line names the columns; it does unless told. */
  readonly header?: boolean;
  /** What stands for NULL; nothing unless told. An empty string is written as `""`. */
  readonly nullText?: string;
}
/** How rows are written as JSON. */
export interface JsonFormat {
  /** An object on each line, or one array of them; lines unless told. */
  readonly form?: "lines" | "array";
}
/** How rows are written as Parquet. */
export interface ParquetFormat {
  readonly compression?: "snappy" | "zstd" | "gzip" | "uncompressed";
  /** How many rows a group has. */
  readonly rowGroupSize?: number;
}
/** The rows of a relation, kept by an engine until they are let go of. */
export interface CachedRelation {
  /** The relation that reads them. */
  readonly relation: Relation;
  /** Lets go of them; a second time does nothing. */
  release(): Promise<void>;
}
/** What a table needs of the engine that it lives in. `limit` and `maxRows` are none of its business: tables see to them. */
export interface QueryEngine {
  /** The name of its SQL dialect. */
  readonly dialect: string;
  /** In which form the connection gives values. */
  readonly values?: ValueOptions;
  compile(relation: Relation, options?: CompileOptions): CompiledQuery;
  /** The rows of a relation: all of them, or an error. `options.values` has the connection's own in it. */
  read(relation: Relation, options?: ReadOptions): AsyncIterable<Batch>;
  /** As `read`, where the engine's own form is columns; left out by engines whose drivers give rows. */
  readVectors?(relation: Relation, options?: ReadOptions): AsyncIterable<ColumnBatch>;
  /** The engine's plan; with `analyze` it runs the statement and measures it. */
  explain(relation: Relation, options?: RunOptions & { readonly analyze?: boolean }): Promise<string>;
  /** What reading a relation would cost, without running it; left out by engines that do not know. */
  estimate?(relation: Relation, options?: RunOptions): Promise<Estimate>;
  /** Writes the rows to a file, whole or not at all, `options.maxRows` at most, and gives their number; left out where there are no files. */
  writeFile?(relation: Relation, file: FileTarget, options?: RunOptions): Promise<number>;
  /** Works a relation out and keeps its rows; left out by engines that cannot. */
  cache?(relation: Relation, options?: RunOptions): Promise<CachedRelation>;
}
