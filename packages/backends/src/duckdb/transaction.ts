import type { RunOptions } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { ColumnBatch } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import type { DuckDBMaterializedResult } from "@duckdb/node-api";
import { CancellationToken } from "../shared/cancellation.js";
import type { Report } from "../shared/events/event.js";
import type { Statement } from "../shared/statement.js";
import { vectorsOf } from "./read.js";
import type { DuckDBSession, StatementExecutor } from "./session.js";

/** Runs the statements of a transaction one after the other on its native connection. */
export class Transaction implements StatementExecutor {
  private readonly session: DuckDBSession;
  private queueTail: Promise<unknown> = Promise.resolve();
  private isClosed = false;

  constructor(session: DuckDBSession) {
    // DuckDB has no savepoints, so a nested transaction is part of this one.
    this.session = { ...session, transaction: (work) => work() };
  }

  query(statement: Statement, options: RunOptions, report?: Report): Promise<DuckDBMaterializedResult> {
    return this.withWriteSession((session) => session.query(statement, undefined, report), options);
  }
  async *stream(
    statement: Statement,
    schema: ir.Fields,
    options: RunOptions,
    report?: Report,
  ): AsyncGenerator<ColumnBatch> {
    // A stream would block the only connection of the transaction.
    yield* vectorsOf(await this.query(statement, options, report), schema, options.signal);
  }
  withReadSession<T>(work: (session: DuckDBSession) => Promise<T>, options?: RunOptions): Promise<T> {
    return this.withWriteSession(work, options);
  }
  async withWriteSession<T>(work: (session: DuckDBSession) => Promise<T>, options: RunOptions = {}): Promise<T> {
    if (this.isClosed)
      throw new AvocetError("backend", "The transaction has ended", {
        hint: "Await everything inside the transaction, and get tables from the connection again after it.",
      });
    const token = new CancellationToken(options);
    const query: DuckDBSession["query"] = (statement, _, report) => this.session.query(statement, token, report);
    const run: DuckDBSession["run"] = async (statement, report) => (await query(statement, token, report)).rowsChanged;
    const result = this.queueTail.then(() => work({ ...this.session, query, run }));
    this.queueTail = result.catch(() => undefined);
    try {
      return await result;
    } finally {
      token.dispose();
    }
  }
  /** Accepts no more work, and waits for pending work. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.queueTail;
  }
}
