import type {
  BulkLoader,
  CompileOptions,
  Estimate,
  LoadOptions,
  RunOptions,
  SqlDialect,
} from "../../backend/contract.js";
import type { MergedEncoding, NoOptions, ValueEncoding, ValueOptions } from "../../backend/value-encoding.js";
import type { Schema } from "../../dtype/dtype.js";
import type { ColumnsOfRows, Row } from "../../dtype/js.js";
import { AvocetError } from "../../errors.js";
import { checkedDialect } from "../compile.js";
import type { Arrow } from "../result/arrow-result.js";
import type { CachedTable } from "../result/cached-table.js";
import { loadExecution, loadedExecution } from "../result/load-execution.js";
import type { ResultBatch } from "../result/result-batch.js";
import { SubqueryTable } from "./subqueries.js";

/** Methods that compile a table to SQL or run it and return its rows. */
export class ExecutingTable<S extends Schema, Encoding extends ValueEncoding> extends SubqueryTable<S, Encoding> {
  /**
   * Compiles the table to SQL text. `dialect` is that of the table's connection by default; a table without one needs
   * it.
   * @throws AvocetError `unsupported-operation` if the dialect has no SQL for an operation
   * @example () => orders.select("status").distinct().toSQL(duckdb)
   */
  toSQL(dialect?: SqlDialect, options: CompileOptions = {}): string {
    if (dialect === undefined && this.runner) return this.runner.compile(this.relation, options).sql;
    if (dialect === undefined)
      throw new AvocetError("unknown-dialect", "Cannot choose a SQL dialect for a table without a connection", {
        hint: 'Pass a dialect, such as .toSQL(duckdb) after import { duckdb } from "avocet/dialects/duckdb".',
      });
    return checkedDialect(dialect).compile(this.relation, options).sql;
  }
  /**
   * Runs the query and returns all rows as objects. `values` chooses the JavaScript form of result values, `limit`
   * takes the first rows only, and a result of more than `maxRows` rows is an error.
   * @throws AvocetError `no-backend` if the table has no connection
   * @example await orders.select("order_id").filter((c) => c.order_id.lt(2)).execute() // [{ order_id: 1 }]
   * @example await orders.select("order_id").execute({ values: { int64: "bigint" }, maxRows: 100 })
   */
  async execute<const O extends ValueOptions = NoOptions>(
    options: RunOptions<O> = {},
  ): Promise<Row<S, MergedEncoding<Encoding, O>>[]> {
    const rows = await (loadedExecution() ?? (await loadExecution())).readRows(this, options);
    return rows as Row<S, MergedEncoding<Encoding, O>>[]; // decoded as the encoding says
  }
  /**
   * Runs the query and returns the first row as an object, or undefined if there are no rows. Use `orderBy` to say
   * which row is first.
   * @example await orders.orderBy("order_id").select("status").first() // { status: "returned" }
   */
  async first<const O extends ValueOptions = NoOptions>(
    options: RunOptions<O> = {},
  ): Promise<Row<S, MergedEncoding<Encoding, O>> | undefined> {
    return (await this.execute({ ...options, limit: Math.min(1, options.limit ?? 1) }))[0];
  }
  /**
   * Runs the query and returns its single value. Returns null if there are no rows.
   * @throws AvocetError `invalid-shape` if the result has several columns or rows
   * @example await payments.aggregate((c) => ({ total: c.amount.sum() })).scalar() // 53.5
   */
  async scalar<const O extends ValueOptions = NoOptions>(
    options: RunOptions<O> = {},
  ): Promise<Row<S, MergedEncoding<Encoding, O>>[keyof S] | null> {
    const value = await (loadedExecution() ?? (await loadExecution())).readScalar(this, options);
    return value as Row<S, MergedEncoding<Encoding, O>>[keyof S] | null; // decoded as the encoding says
  }
  /**
   * Runs the query and streams the rows in batches. Rows are fetched as the loop consumes them; leaving the loop
   * cancels the statement. With `size`, each batch except the last has that many rows; by default the driver decides.
   * @example orders.batches({ size: 1000 })
   */
  async *batches<const O extends ValueOptions = NoOptions>(
    options: RunOptions<O> & { readonly size?: number } = {},
  ): AsyncGenerator<ResultBatch<S, MergedEncoding<Encoding, O>>, undefined, undefined> {
    return yield* (loadedExecution() ?? (await loadExecution())).readResultBatches<S, MergedEncoding<Encoding, O>>(
      this,
      options,
    );
  }
  /**
   * Runs the query and returns the values column by column: numbers without NULLs as typed arrays, all others as plain
   * arrays.
   * @example await orders.aggregate((c) => ({ max: c.order_id.max() })).toColumns() // { max: Float64Array.of(61) }
   */
  async toColumns<const O extends ValueOptions = NoOptions>(
    options: RunOptions<O> = {},
  ): Promise<ColumnsOfRows<S, MergedEncoding<Encoding, O>>> {
    const columns = await (loadedExecution() ?? (await loadExecution())).readColumns(this, options);
    return columns as ColumnsOfRows<S, MergedEncoding<Encoding, O>>; // decoded as the encoding says
  }
  /**
   * Runs the query and returns all rows as an Arrow table with exact types; the `values` option only affects the values
   * read from it. Needs the package `avocet`, which includes an Arrow library.
   * @example (await orders.select("order_id", "status").toArrow()).numRows
   */
  async toArrow(options: RunOptions = {}): Promise<Arrow> {
    return (loadedExecution() ?? (await loadExecution())).readArrow(this, options);
  }
  /**
   * Runs the query for the first rows (10 by default) and returns them as a text table with borders, for printing.
   * @example await orders.preview({ rows: 5 })
   */
  async preview(options: RunOptions & { readonly rows?: number } = {}): Promise<string> {
    return (loadedExecution() ?? (await loadExecution())).previewRows(this, options);
  }
  /**
   * Returns the engine's query plan as text. With `analyze: true` the statement is run and the plan has its
   * measurements.
   * @example await orders.explain()
   */
  async explain(options: RunOptions & { readonly analyze?: boolean } = {}): Promise<string> {
    return (loadedExecution() ?? (await loadExecution())).explainTable(this, options);
  }
  /**
   * Estimates the cost of the statement without running it. Returns `{ bytes }`, the number of bytes that BigQuery
   * would bill.
   * @throws AvocetError `unsupported-operation` on engines other than BigQuery
   * @example await orders.estimate().catch(() => null) // null
   */
  async estimate(options: RunOptions = {}): Promise<Estimate> {
    return (loadedExecution() ?? (await loadExecution())).estimateTable(this, options);
  }
  /**
   * Copies the rows into a table of another connection, streaming in batches: all rows arrive, or none. Returns the
   * number of rows. `replace` and `append` say what to do with an existing table; by default it is an error.
   * @throws AvocetError `schema-mismatch` if the target engine has no type for a dtype and `allowDTypeChanges` is not
   * set
   * @example await orders.copyTo(connection, "copied", { replace: true })
   */
  async copyTo(
    target: BulkLoader,
    name: string,
    options: LoadOptions & Omit<RunOptions, "values"> = {},
  ): Promise<number> {
    return (loadedExecution() ?? (await loadExecution())).copyTable(this, target, name, options);
  }
  /**
   * Computes the rows once and stores them in the engine; tables built on the result read the stored rows. They are
   * dropped by `release()`, at the end of an `await using` block, or when the connection closes.
   * @throws AvocetError `unsupported-operation` if the backend cannot cache tables
   * @example await orders.filter((c) => c.status.eq("placed")).cache()
   */
  async cache(options: RunOptions = {}): Promise<CachedTable<S, Encoding>> {
    return (loadedExecution() ?? (await loadExecution())).cacheTable<S, Encoding>(this, options);
  }
}
