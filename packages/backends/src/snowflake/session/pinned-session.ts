import type { RunOptions } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { Batch, ReadOptions } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import { CancellationToken } from "../../shared/cancellation.js";
import type { Report } from "../../shared/events/event.js";
import type { Statement } from "../../shared/statement.js";
import { readBatches } from "./read.js";
import type { Session } from "./session.js";
import type { StatementExecutor } from "./statement-executor.js";
import type { SnowflakeSession } from "./types.js";

/** Runs the statements of a transaction in its session, one after the other. */
export class PinnedSession implements StatementExecutor {
  private readonly session: Session;
  private readonly transactionToken: CancellationToken;
  private lastStatement: Promise<unknown> = Promise.resolve();
  private isClosed = false;

  /** `transactionToken` cancels the whole transaction. */
  constructor(session: Session, transactionToken: CancellationToken) {
    this.session = session;
    this.transactionToken = transactionToken;
  }

  async *read(statement: Statement, schema: ir.Fields, options: ReadOptions, report?: Report): AsyncGenerator<Batch> {
    const token = new CancellationToken(options);
    try {
      const result = await this.enqueue(() => this.session.execute(statement, [this.transactionToken, token], report));
      yield* readBatches(result, schema, options, token);
    } finally {
      token.dispose();
    }
  }
  withReadSession<T>(work: (session: SnowflakeSession) => Promise<T>, options?: RunOptions): Promise<T> {
    return this.withWriteSession(work, options);
  }
  async withWriteSession<T>(work: (session: SnowflakeSession) => Promise<T>, options: RunOptions = {}): Promise<T> {
    const token = new CancellationToken(options);
    try {
      return await this.enqueue(() => work(this.session.sessionFor([this.transactionToken, token], true)));
    } finally {
      token.dispose();
    }
  }
  transaction<T>(work: (executor: StatementExecutor) => Promise<T>): Promise<T> {
    return work(this);
  }
  private async enqueue<T>(work: () => Promise<T>): Promise<T> {
    if (this.isClosed)
      throw new AvocetError("backend", "The transaction has ended", {
        hint: "Await everything inside the transaction, and get tables from the connection again after it.",
      });
    const next = this.lastStatement.then(work);
    this.lastStatement = next.catch(() => undefined);
    return next;
  }
  /** Refuses further statements, and waits for the pending ones. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.lastStatement;
  }
}
