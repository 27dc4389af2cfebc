import type { RunOptions } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { Batch, ReadOptions } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import { CancellationToken } from "../../shared/cancellation.js";
import type { Report } from "../../shared/events/event.js";
import type { Statement } from "../../shared/statement.js";
import { isSessionOver } from "../errors.js";
import { PinnedSession } from "./pinned-session.js";
import { readBatches } from "./read.js";
import type { Session } from "./session.js";
import type { SessionPool } from "./session-pool.js";
import type { StatementExecutor } from "./statement-executor.js";
import type { SnowflakeSession } from "./types.js";

/** Runs each piece of work in a session that it reserves from the session pool. */
export class PooledExecutor implements StatementExecutor {
  private readonly pool: SessionPool;

  constructor(pool: SessionPool) {
    this.pool = pool;
  }

  async *read(statement: Statement, schema: ir.Fields, options: ReadOptions, report?: Report): AsyncGenerator<Batch> {
    const token = new CancellationToken(options);
    try {
      // Once the statement has ended, its result is fetched without the session.
      const pinnedSession = () => this.pool.sessionWithTemporaryTable(statement.sql);
      const result = await this.withSession(token, pinnedSession, (session) =>
        session.execute(statement, [token], report),
      );
      yield* readBatches(result, schema, options, token);
    } finally {
      token.dispose();
    }
  }
  withReadSession<T>(work: (session: SnowflakeSession) => Promise<T>, options: RunOptions = {}): Promise<T> {
    return this.withToken(options, (session, token) => work(session.sessionFor([token], false)));
  }
  withWriteSession<T>(work: (session: SnowflakeSession) => Promise<T>, options: RunOptions = {}): Promise<T> {
    return this.withToken(options, (session, token) => work(session.sessionFor([token], true)));
  }
  transaction<T>(work: (executor: StatementExecutor) => Promise<T>, options: RunOptions = {}): Promise<T> {
    return this.withToken(options, (session, token) =>
      session.transaction([token], async () => {
        const pinned = new PinnedSession(session, token);
        try {
          return await work(pinned);
        } finally {
          await pinned.close();
        }
      }),
    );
  }
  private async withToken<T>(
    options: RunOptions,
    work: (session: Session, token: CancellationToken) => Promise<T>,
  ): Promise<T> {
    const token = new CancellationToken(options);
    try {
      return await this.withSession(
        token,
        () => this.pool.sessionWithTemporaryTable(),
        (session) => work(session, token),
      );
    } finally {
      token.dispose();
    }
  }

  /** Runs `work` in a session. If the service has closed an idle session without state, another one is used. */
  private async withSession<T>(
    token: CancellationToken,
    pinnedSession: () => Session | null,
    work: (session: Session) => Promise<T>,
  ): Promise<T> {
    for (;;) {
      const session = await this.pool.acquire(token, pinnedSession());
      const completedBefore = session.completedStatements;
      try {
        return await work(session);
      } catch (error) {
        const hasSessionEnded = error instanceof AvocetError && isSessionOver(error.details.cause);
        const cannotRetry =
          completedBefore === 0 || session.completedStatements > completedBefore || session.temporaryTables.size > 0;
        if (!hasSessionEnded || cannotRetry || this.pool.isClosed) throw error;
      } finally {
        this.pool.release(session);
      }
    }
  }

  close(): Promise<void> {
    return this.pool.close();
  }
}
