import type { DType } from "../dtype/dtype.js";
import type { Fields, Relation } from "../ir/relation.js";
import type { ColumnBatch } from "../vectors/vector.js";
import type { ValueEncoding, ValueOptions } from "./value-encoding.js";

/** A bind parameter of a compiled query, in the order of the placeholders. */
export interface BoundParam {
  /** The name of a `param`, whose value is set at execution; null for a bound literal. */
  readonly name: string | null;
  readonly value: unknown;
  readonly dtype: DType;
}
/** SQL text with its bind parameters and the schema of its result. */
export interface CompiledQuery {
  readonly sql: string;
  readonly params: readonly BoundParam[];
  readonly schema: Fields;
}
/** Options of compilation. */
export interface CompileOptions {
  /** Whether literals are written into the text (`inline`, the default) or sent as bind parameters. */
  readonly literals?: "inline" | "bind";
  /** Compile for a driver: encode column values and names that the engine's result format cannot represent. */
  readonly encodeResults?: boolean;
}
/** A SQL dialect, as `toSQL` and `compile` take it. It needs no connection. */
export interface SqlDialect {
  readonly name: string;
  /** Compiles a relation. Throws `unsupported-operation` if the dialect cannot express it. */
  compile(relation: Relation, options?: CompileOptions): CompiledQuery;
}

/** The members of `AbortSignal` that are used, so that core does not depend on the types of an environment. */
export interface Signal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}
/** Options of every call that executes a statement. */
export interface RunOptions<V extends ValueOptions = ValueOptions> {
  /** Cancels the statement on the server when it is aborted. */
  readonly signal?: Signal;
  /** Cancels the statement after this many milliseconds. */
  readonly timeoutMs?: number;
  /** The values of the parameters by name. */
  readonly params?: { readonly [name: string]: unknown };
  /** Whether literals are written into the text (`inline`, the default) or sent as bind parameters. */
  readonly literals?: "inline" | "bind";
  /** The encoding of result values, which overrides that of the connection and determines the types of the result. */
  readonly values?: V;
  /** Returns only the first rows. */
  readonly limit?: number;
  /** Throws `too-many-rows` if the result has more rows. */
  readonly maxRows?: number;
}
/** Options of reading rows. */
export interface ReadOptions extends RunOptions {
  /** The caller materializes the entire result, so the driver may buffer it; otherwise rows are streamed on demand. */
  readonly buffered?: boolean;
}
/** Some rows of a result as columns of JavaScript values, in the encoding that was requested. */
export interface Batch {
  readonly rowCount: number;
  readonly columns: readonly ArrayLike<unknown>[];
}
/** Options of loading rows into a table. */
export interface LoadOptions {
  /** Replaces an existing table or view. */
  readonly replace?: boolean;
  /** Appends to an existing table, matching columns by name. */
  readonly append?: boolean;
  /**
   * Substitutes a similar dtype that the engine supports, such as int16 for uint8; by default such a dtype is refused
   * before any row is sent.
   */
  readonly allowDTypeChanges?: boolean;
}
/** Loads rows from another engine into tables. */
export interface BulkLoader {
  /** Fills a table with batches in `EXACT_ENCODING`, with all rows or none, and returns the number of rows. */
  load(name: string, schema: Fields, batches: AsyncIterable<Batch>, options?: LoadOptions): Promise<number>;
}
/** An engine's estimate of a query before it is executed. */
export interface Estimate {
  /** The number of bytes that the query would read. */
  readonly bytes: number;
}
/** A file to write, with its format. */
export type FileTarget =
  | { readonly format: "csv"; readonly path: string; readonly options: CsvFormat }
  | { readonly format: "json"; readonly path: string; readonly options: JsonFormat }
  | { readonly format: "parquet"; readonly path: string; readonly options: ParquetFormat };
/** Options of a CSV file. */
export interface CsvFormat {
  /** The separator of values; a comma by default. */
  readonly delimiter?: string;
  /** Whether the first line contains the column names; true by default. */
  readonly header?: boolean;
  /** The text of NULL; empty by default. An empty string is written as `""`. */
  readonly nullText?: string;
}
/** Options of a JSON file. */
export interface JsonFormat {
  /** One object per line (`lines`, the default), or one array of objects. */
  readonly form?: "lines" | "array";
}
/** Options of a Parquet file. */
export interface ParquetFormat {
  readonly compression?: "snappy" | "zstd" | "gzip" | "uncompressed";
  /** The number of rows in a row group. */
  readonly rowGroupSize?: number;
}
/** The rows of a relation, kept by an engine until they are released. */
export interface CachedRelation {
  /** The relation that reads the cached rows. */
  readonly relation: Relation;
  /** Drops the cached rows. Further calls have no effect. */
  release(): Promise<void>;
}
/** The interface a table needs from its engine. (`limit` and `maxRows` are handled by `Table`, not by the engine.) */
export interface QueryEngine {
  /** The name of the SQL dialect. */
  readonly dialect: string;
  /** The encoding of result values of the connection. */
  readonly values?: ValueEncoding;
  compile(relation: Relation, options?: CompileOptions): CompiledQuery;
  /** Reads all rows of a relation, or throws. `options.values` includes the encoding of the connection. */
  read(relation: Relation, options?: ReadOptions): AsyncIterable<Batch>;
  /** As `read`, as column vectors. Engines whose drivers return rows do not implement it. */
  readVectors?(relation: Relation, options?: ReadOptions): AsyncIterable<ColumnBatch>;
  /** Returns the plan of the engine; with `analyze` it executes and measures the statement. */
  explain(relation: Relation, options?: RunOptions & { readonly analyze?: boolean }): Promise<string>;
  /**
   * Estimates the cost of reading a relation, without executing it. Engines that have no estimate do not implement it.
   */
  estimate?(relation: Relation, options?: RunOptions): Promise<Estimate>;
  /**
   * Writes the rows to a file, all or none, at most `options.maxRows`, and returns their number. Engines without files
   * do not implement it.
   */
  writeFile?(relation: Relation, file: FileTarget, options?: RunOptions): Promise<number>;
  /** Computes a relation and keeps its rows. Engines that cannot do so do not implement it. */
  cache?(relation: Relation, options?: RunOptions): Promise<CachedRelation>;
}
