import { compilerOf } from "../../backend/compilers.js";
import type { Batch, CompileOptions, Runner, RunOptions } from "../../backend/contract.js";
import { rowsOf } from "../../backend/rows.js";
import type { Schema } from "../../dtype/dtype.js";
import type { Row } from "../../dtype/js.js";
import { AvocetError } from "../../errors.js";
import { formatBox } from "../../text/box.js";
import type { CachedTable } from "../cached.js";
import { cachedOf } from "./make.js";
import { ValuedTable } from "./valued.js";

/** What compiles a table, and what runs it. */
export class RunningTable<S extends Schema> extends ValuedTable<S> {
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
  private get engine(): Runner {
    if (this.runner) return this.runner;
    throw new AvocetError("no-backend", "this table has no connection to run on", {
      hint: "Take the tables from a connection, as connection.table(name) does.",
    });
  }
  /**
   * All rows, as objects.
   * @example await orders.orderBy("order_id").limit(1).select("order_id").execute() // [{ order_id: 1 }]
   */
  async execute(options: RunOptions = {}): Promise<Row<S>[]> {
    const rows: Record<string, unknown>[] = [];
    const names = this.columns;
    for await (const batch of this.engine.read(this.relation, options))
      for (const row of rowsOf(batch, names)) rows.push(row);
    return rows as Row<S>[]; // the backend gives each dtype its JavaScript value
  }
  /**
   * The first row, or undefined.
   * @example await orders.orderBy("order_id").select("status").first() // { status: "returned" }
   */
  async first(options: RunOptions = {}): Promise<Row<S> | undefined> {
    return (await this.limit(1).execute(options))[0];
  }
  /**
   * The one value of a result of one column and one row; null for no row.
   * @example await payments.aggregate((c) => ({ total: c.amount.sum() })).scalar() // 53.5
   */
  async scalar(options: RunOptions = {}): Promise<Row<S>[keyof S] | null> {
    const [row, second] = await this.limit(2).execute(options);
    const [name, more] = this.columns;
    if (name === undefined || more !== undefined || second)
      throw new AvocetError("invalid-shape", "scalar() wants one column and one row", {
        hint: "Aggregate, or select one column and limit(1).",
      });
    return row ? row[name] : null;
  }
  /**
   * The rows as they arrive, some at a time. Stopping early stops the statement.
   * @example orders.batches()
   */
  async *batches(options: RunOptions = {}): AsyncGenerator<Batch> {
    yield* this.engine.read(this.relation, options);
  }
  /**
   * The first rows as a boxed table of text.
   * @example await orders.preview({ rows: 5 })
   */
  async preview(options: RunOptions & { readonly rows?: number } = {}): Promise<string> {
    const most = options.rows ?? 10;
    const rows = await this.limit(most + 1).execute(options);
    return formatBox(this.relation.schema, rows.slice(0, most), rows.length > most);
  }
  /**
   * The engine's plan for the statement; with `analyze` the statement is run and measured.
   * @example await orders.explain()
   */
  explain(options: RunOptions & { readonly analyze?: boolean } = {}): Promise<string> {
    return this.engine.explain(this.relation, options);
  }
  /**
   * The rows, worked out once and kept by the engine: what is built on the result reads them instead of working them out again. They
   * are kept until `release()`, the end of an `await using` block, or the end of the connection.
   * @example await orders.filter((c) => c.status.eq("placed")).cache()
   */
  async cache(options: RunOptions = {}): Promise<CachedTable<S>> {
    const { engine } = this;
    if (!engine.cache)
      throw new AvocetError("unsupported-operation", `the ${engine.dialect} backend cannot keep rows`, {
        hint: "Make a table of them instead.",
      });
    return cachedOf<S>(await engine.cache(this.relation, options), engine);
  }
}
