import type { ColumnBatch, ir, RunOptions } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { DuckDBMaterializedResult } from "@duckdb/node-api";
import { CancellationToken } from "../shared/cancellation.js";
import type { Report } from "../shared/events/event.js";
import type { Statement } from "../shared/statement.js";
import { vectorsOf } from "./read.js";
import type { DuckDBSession, Statements } from "./session.js";

/** Statements inside a transaction: all on its one native connection, one after the other. */
export class Transaction implements Statements {
  private readonly on: DuckDBSession;
  private last: Promise<unknown> = Promise.resolve();
  private over = false;

  constructor(on: DuckDBSession) {
    // What would be a transaction of its own belongs to this one.
    this.on = { ...on, transaction: (work) => work() };
  }

  query(statement: Statement, options: RunOptions, report?: Report): Promise<DuckDBMaterializedResult> {
    return this.exclusive((on) => on.query(statement, undefined, report), options);
  }
  async *stream(
    statement: Statement,
    schema: ir.Fields,
    options: RunOptions,
    report?: Report,
  ): AsyncGenerator<ColumnBatch> {
    yield* vectorsOf(await this.query(statement, options, report), schema, options.signal); // its one connection is needed for others
  }
  shared<T>(work: (on: DuckDBSession) => Promise<T>, options?: RunOptions): Promise<T> {
    return this.exclusive(work, options);
  }
  async exclusive<T>(work: (on: DuckDBSession) => Promise<T>, options: RunOptions = {}): Promise<T> {
    if (this.over)
      throw new AvocetError("backend", "the transaction is over", {
        hint: "Take the tables from the connection again, and await everything inside the transaction.",
      });
    const stop = new CancellationToken(options);
    const query: DuckDBSession["query"] = (statement, _, report) => this.on.query(statement, stop, report);
    const run: DuckDBSession["run"] = async (statement, report) => (await query(statement, stop, report)).rowsChanged;
    const next = this.last.then(() => work({ ...this.on, query, run }));
    this.last = next.catch(() => undefined);
    try {
      return await next;
    } finally {
      stop.dispose();
    }
  }
  /** Takes no more work, and waits for what has been asked for. */
  async close(): Promise<void> {
    this.over = true;
    await this.last;
  }
}
