import { columnsOfBatches } from "../../backend/columns.js";
import { compilerOf } from "../../backend/compilers.js";
import type {
  Batch,
  BulkLoader,
  CompileOptions,
  Estimate,
  LoadOptions,
  QueryEngine,
  RunOptions,
} from "../../backend/contract.js";
import type { ReadRequest } from "../../backend/read-request.js";
import { createReadRequest, readBatches, vectorsOf } from "../../backend/read-request.js";
import { rowsOf } from "../../backend/rows.js";
import type { MergedModes, NoOptions, ValueModes, ValueOptions } from "../../backend/values.js";
import { EXACT_MODES, valueModes } from "../../backend/values.js";
import type { Schema } from "../../dtype/dtype.js";
import type { ColumnsOfRows, Row } from "../../dtype/js.js";
import { AvocetError } from "../../errors.js";
import { formatBox } from "../../text/box.js";
import type { Arrow } from "../result/arrow-result.js";
import { arrowOf } from "../result/arrow-result.js";
import type { CachedTable } from "../result/cached.js";
import { ResultBatch, resized } from "../result/result-batch.js";
import { ValuedTable } from "./subqueries.js";
import { cachedOf } from "./table-factory.js";

/** What compiles a table, and what runs it. */
export class RunningTable<S extends Schema, Form extends ValueModes> extends ValuedTable<S, Form> {
  /**
   * The SQL text of a dialect, or of the connection that the table came from. Needs no connection.
   * @example orders.select("status").distinct().toSQL("duckdb")
   */
  toSQL(dialect?: string, options: CompileOptions = {}): string {
    if (dialect === undefined && this.runner) return this.runner.compile(this.relation, options).sql;
    if (dialect === undefined)
      throw new AvocetError("unknown-dialect", "this table has no connection, so say which dialect", {
        hint: 'For example .toSQL("duckdb").',
      });
    return compilerOf(dialect)(this.relation, options).sql;
  }
  /** @internal */
  protected get engine(): QueryEngine {
    if (this.runner) return this.runner;
    throw new AvocetError("no-backend", "this table has no connection to run on", {
      hint: "Take the tables from a connection, as connection.table(name) does.",
    });
  }
  private reading(options: RunOptions, whole: boolean): ReadRequest {
    return createReadRequest(this.engine, this.relation, options, valueModes(this.valueModes, options.values), whole);
  }
  /**
   * All rows, as objects.
   * @example await orders.orderBy("order_id").limit(1).select("order_id").execute({ values: { int64: "bigint" } }) // [{ order_id: 1n }]
   */
  async execute<const O extends ValueOptions = NoOptions>(
    options: RunOptions<O> = {},
  ): Promise<Row<S, MergedModes<Form, O>>[]> {
    const rows: Record<string, unknown>[] = [];
    const names = this.columns;
    for await (const batch of readBatches(this.reading(options, true)))
      for (const row of rowsOf(batch, names)) rows.push(row);
    return rows as Row<S, MergedModes<Form, O>>[]; // the backend gives each dtype its JavaScript value
  }
  /**
   * The first row, or undefined.
   * @example await orders.orderBy("order_id").select("status").first() // { status: "returned" }
   */
  async first<const O extends ValueOptions = NoOptions>(
    options: RunOptions<O> = {},
  ): Promise<Row<S, MergedModes<Form, O>> | undefined> {
    return (await this.execute({ ...options, limit: Math.min(1, options.limit ?? 1) }))[0];
  }
  /**
   * The one value of a result of one column and one row; null for no row.
   * @example await payments.aggregate((c) => ({ total: c.amount.sum() })).scalar() // 53.5
   */
  async scalar<const O extends ValueOptions = NoOptions>(
    options: RunOptions<O> = {},
  ): Promise<Row<S, MergedModes<Form, O>>[keyof S] | null> {
    const [row, second] = await this.execute({ ...options, limit: Math.min(2, options.limit ?? 2) });
    const [name, more] = this.columns;
    if (name === undefined || more !== undefined || second)
      throw new AvocetError("invalid-shape", "scalar() wants one column and one row", {
        hint: "Aggregate, or select one column and limit(1).",
      });
    return row ? row[name] : null;
  }
  /**
   * The rows as they arrive, some at a time: the engine goes on as they are taken, and stops when the loop is left. All rows come, or
   * an error. With `size` each batch but the last has so many rows.
   * @example orders.batches({ size: 1000 })
   */
  async *batches<const O extends ValueOptions = NoOptions>(
    options: RunOptions<O> & { readonly size?: number } = {},
  ): AsyncGenerator<ResultBatch<S, MergedModes<Form, O>>, undefined, undefined> {
    const { size, ...rest } = options;
    if (size !== undefined && !(Number.isSafeInteger(size) && size > 0))
      throw new AvocetError("invalid-argument", `size is a number of rows from 1, not ${String(size)}`);
    const batches = readBatches(this.reading(rest, false));
    const names = this.columns;
    for await (const batch of size === undefined ? batches : resized(batches, size))
      yield new ResultBatch<S, MergedModes<Form, O>>(names, batch);
  }
  /**
   * All values, column by column: numbers in typed arrays, in a plain array if one of them is NULL; all others in plain arrays.
   * @example await orders.orderBy("order_id").limit(2).select("order_id").toColumns() // { order_id: Float64Array.of(1, 2) }
   */
  async toColumns<const O extends ValueOptions = NoOptions>(
    options: RunOptions<O> = {},
  ): Promise<ColumnsOfRows<S, MergedModes<Form, O>>> {
    const batches: Batch[] = [];
    const from = this.reading(options, true);
    for await (const batch of readBatches(from)) batches.push(batch);
    const columns = columnsOfBatches(batches, this.relation.schema, from.options.values);
    return columns as ColumnsOfRows<S, MergedModes<Form, O>>; // the backend gives each dtype its JavaScript value
  }
  /**
   * All rows as an Arrow table, with the exact types, whatever \`values\` says, which is for the values that are read from it. Needs the
   * package \`avocet\`, which brings an Arrow library along.
   * @example (await orders.select("order_id", "status").toArrow()).numRows
   */
  async toArrow(options: RunOptions = {}): Promise<Arrow> {
    const from = this.reading(options, true);
    return arrowOf(this.relation.schema, vectorsOf(from), from.options.values);
  }
  /**
   * The first rows as a boxed table of text.
   * @example await orders.preview({ rows: 5 })
   */
  async preview(options: RunOptions & { readonly rows?: number } = {}): Promise<string> {
    const { rows: most = 10, ...rest } = options;
    const exact = { values: { int64: "bigint", decimal: "string", date: "string", timestamp: "string" } } as const;
    const rows = await this.execute({ ...rest, ...exact, limit: Math.min(most + 1, options.limit ?? most + 1) });
    return formatBox(this.relation.schema, rows.slice(0, most), rows.length > most);
  }
  /**
   * The engine's plan for the statement; with \`analyze\` the statement is run and measured.
   * @example await orders.explain()
   */
  explain(options: RunOptions & { readonly analyze?: boolean } = {}): Promise<string> {
    const { engine } = this;
    return engine.explain(createReadRequest(engine, this.relation, options, this.valueModes).relation, options);
  }
  /**
   * How many bytes the engine would read, without running the statement: what BigQuery bills.
   * @throws AvocetError \`unsupported-operation\` where the engine does not know
   * @example orders.estimate
   */
  async estimate(options: RunOptions = {}): Promise<Estimate> {
    const { engine } = this;
    if (!engine.estimate)
      throw new AvocetError("unsupported-operation", `${engine.dialect} does not say beforehand what it would read`, {
        hint: "explain() shows its plan.",
      });
    return engine.estimate(this.relation, options);
  }
  /**
   * Fills a table of another connection with the rows, a batch at a time: all of them arrive, or none. Gives their number.
   * @throws AvocetError `schema-mismatch` where the other engine has no type for a dtype, unless `allowDTypeChanges` allows another
   * @example await orders.copyTo(connection, "copied", { replace: true })
   */
  copyTo(target: BulkLoader, name: string, options: LoadOptions & Omit<RunOptions, "values"> = {}): Promise<number> {
    const { engine, relation } = this;
    return target.load(name, relation.schema, engine.read(relation, { ...options, values: EXACT_MODES }), options);
  }
  /**
   * The rows, worked out once and kept by the engine: what is built on the result reads them instead of working them out again. They
   * are kept until \`release()\`, the end of an \`await using\` block, or the end of the connection.
   * @example await orders.filter((c) => c.status.eq("placed")).cache()
   */
  async cache(options: RunOptions = {}): Promise<CachedTable<S, Form>> {
    const { engine } = this;
    if (!engine.cache)
      throw new AvocetError("unsupported-operation", `the ${engine.dialect} backend cannot keep rows`, {
        hint: "Make a table of them instead.",
      });
    return cachedOf<S, Form>(await engine.cache(this.relation, options), engine, this.valueModes);
  }
}
