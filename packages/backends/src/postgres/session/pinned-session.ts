import type { RunOptions } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { Batch } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import { CancellationToken } from "../../shared/cancellation.js";
import type { Statement } from "../../shared/statement.js";
import { fetchWithCursor } from "./read.js";
import type { Session } from "./session.js";
import type { StatementExecutor } from "./statement-executor.js";
import type { PostgresSession, Result } from "./types.js";

/** Runs statements one after the other in one session, as in a transaction or for temporary tables. */
export class PinnedSession implements StatementExecutor {
  private readonly session: Session;
  private queueTail: Promise<unknown> = Promise.resolve();
  private isClosed = false;

  constructor(session: Session) {
    this.session = session;
  }

  async *read(statement: Statement, schema: ir.Fields, options: RunOptions): AsyncGenerator<Batch> {
    const token = new CancellationToken(options);
    try {
      const query = (each: Statement): Promise<Result> =>
        this.enqueue(token, false, (session) => session.handle.query(each));
      yield* fetchWithCursor(query, statement, schema, options, !this.session.inTransaction);
    } finally {
      token.dispose();
    }
  }
  withReadSession<T>(work: (session: PostgresSession) => Promise<T>, options: RunOptions = {}): Promise<T> {
    return this.withToken(options, false, (session) => work(session.handle));
  }
  withWriteSession<T>(work: (session: PostgresSession) => Promise<T>, options: RunOptions = {}): Promise<T> {
    return this.withToken(options, true, (session) => work(session.handle));
  }
  transaction<T>(work: (executor: StatementExecutor) => Promise<T>, options: RunOptions = {}): Promise<T> {
    return this.withToken(options, true, (session) => runTransaction(session, work));
  }
  async registerTemporaryTable(name: string): Promise<void> {
    this.session.temporaryTables.add(name);
  }
  /** Accepts no more work, and waits for pending work. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.queueTail;
  }

  private async withToken<T>(options: RunOptions, writes: boolean, work: (session: Session) => Promise<T>): Promise<T> {
    const token = new CancellationToken(options);
    try {
      return await this.enqueue(token, writes, work);
    } finally {
      token.dispose();
    }
  }
  private enqueue<T>(token: CancellationToken, writes: boolean, work: (session: Session) => Promise<T>): Promise<T> {
    if (this.isClosed)
      throw new AvocetError("backend", "The transaction has ended", {
        hint: "Await everything inside the transaction, and get tables from the connection again after it.",
      });
    const result = this.queueTail.then(async () => {
      token.throwIfCancelled();
      return this.session.withToken(token, writes, () => work(this.session));
    });
    this.queueTail = result.catch(() => undefined);
    return result;
  }
}

/** Runs `work` in a transaction of a session. */
export const runTransaction = <T>(session: Session, work: (executor: StatementExecutor) => Promise<T>): Promise<T> =>
  session.transaction(async () => {
    const pinned = new PinnedSession(session);
    try {
      return await work(pinned);
    } finally {
      await pinned.close();
    }
  });
