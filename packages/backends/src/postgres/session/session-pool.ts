import { setTimeout as wait } from "node:timers/promises";
import type { RunOptions } from "@avocet/core";
import { isAvocetError } from "@avocet/core";
import type { Batch } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import type { PoolClient, PoolConfig } from "pg";
import pg from "pg";
import { CancellationToken } from "../../shared/cancellation.js";
import type { Statement } from "../../shared/statement.js";
import type { ServerAddress } from "../errors.js";
import { openError } from "../errors.js";
import { Canceller } from "./cancel.js";
import { PinnedSession, runTransaction } from "./pinned-session.js";
import { streamBatches } from "./read.js";
import { Semaphore } from "./semaphore.js";
import type { Stream } from "./session.js";
import { Session } from "./session.js";
import type { StatementExecutor } from "./statement-executor.js";
import type { PostgresSession } from "./types.js";

/** Delays before each retry of statements that only read. */
const RETRY_DELAYS_MS = [50, 100, 200, 400, 800, 1600];

/** Runs statements in the free sessions of a pool. */
export class SessionPool implements StatementExecutor {
  private readonly pool: pg.Pool;
  private readonly semaphore: Semaphore;
  private readonly maxSessions: number;
  private readonly canceller: Canceller;
  private readonly setup: string;
  private readonly address: ServerAddress;
  /** The server process of each client. */
  private readonly pids = new WeakMap<PoolClient, number>();
  private readonly streams = new Set<Stream>();
  /** The session with the temporary tables, which are not visible to others. */
  private pinned: { readonly session: Session; readonly executor: PinnedSession } | null = null;
  private closing: Promise<void> | null = null;

  constructor(config: PoolConfig & { readonly max: number }, setup: string, address: ServerAddress) {
    this.pool = new pg.Pool(config);
    this.pool.on("error", () => undefined); // a client that fails while idle is replaced
    this.pool.on("connect", (client) => client.on("error", () => undefined)); // its query is rejected
    this.maxSessions = config.max;
    this.semaphore = new Semaphore(config.max);
    this.canceller = new Canceller(config);
    this.setup = setup;
    this.address = address;
  }

  async *read(statement: Statement, schema: ir.Fields, options: RunOptions): AsyncGenerator<Batch> {
    const pinned = this.pinnedFor(statement.sql);
    if (pinned) {
      yield* pinned.read(statement, schema, options);
      return;
    }
    const token = new CancellationToken(options);
    try {
      for (let attempts = 0, hasYielded = false; ; attempts++)
        try {
          for await (const batch of this.readOnce(statement, schema, options, token)) {
            hasYielded = true;
            yield batch;
          }
          return;
        } catch (error) {
          if (hasYielded) throw error;
          await this.waitBeforeRetry(error, attempts, token);
        }
    } finally {
      token.dispose();
    }
  }
  private async *readOnce(
    statement: Statement,
    schema: ir.Fields,
    options: RunOptions,
    token: CancellationToken,
  ): AsyncGenerator<Batch> {
    const session = await this.acquire(token);
    let stream: Stream;
    try {
      stream = session.stream(statement, token);
    } catch (error) {
      this.release(session);
      throw error;
    }
    this.streams.add(stream);
    // The session is free when the server has sent all rows, even if some have not been read.
    const released = stream.finished.then(() => {
      this.streams.delete(stream);
      this.release(session);
    });
    try {
      yield* streamBatches(stream, schema, options);
    } finally {
      await released;
    }
  }

  async withReadSession<T>(work: (session: PostgresSession) => Promise<T>, options: RunOptions = {}): Promise<T> {
    const pinned = this.pinnedFor();
    if (pinned) return pinned.withReadSession(work, options);
    const token = new CancellationToken(options);
    try {
      for (let attempts = 0; ; attempts++)
        try {
          return await this.withSession(token, false, (session) => work(session.handle));
        } catch (error) {
          await this.waitBeforeRetry(error, attempts, token);
        }
    } finally {
      token.dispose();
    }
  }
  withWriteSession<T>(work: (session: PostgresSession) => Promise<T>, options: RunOptions = {}): Promise<T> {
    return (
      this.pinnedFor()?.withWriteSession(work, options) ??
      this.withWriteToken((session) => work(session.handle), options)
    );
  }
  transaction<T>(work: (executor: StatementExecutor) => Promise<T>, options: RunOptions = {}): Promise<T> {
    return (
      this.pinnedFor()?.transaction(work, options) ??
      this.withWriteToken((session) => runTransaction(session, work), options)
    );
  }
  private async withWriteToken<T>(work: (session: Session) => Promise<T>, options: RunOptions): Promise<T> {
    const token = new CancellationToken(options);
    try {
      return await this.withSession(token, true, work);
    } finally {
      token.dispose();
    }
  }

  private async withSession<T>(
    token: CancellationToken,
    writes: boolean,
    work: (session: Session) => Promise<T>,
  ): Promise<T> {
    const session = await this.acquire(token);
    try {
      return await session.withToken(token, writes, async () => {
        const value = await work(session);
        await session.endOpenTransaction();
        return value;
      });
    } finally {
      this.release(session);
    }
  }

  /** Reserves a session until it is released. */
  private async acquire(token: CancellationToken): Promise<Session> {
    await this.semaphore.acquire(token);
    try {
      return await this.connect(token);
    } catch (error) {
      this.semaphore.release();
      throw openError(error, this.address);
    }
  }
  private connect(token: CancellationToken): Promise<Session> {
    return new Promise((resolve, reject) => {
      const unsubscribe = token.onCancel(() => reject(token.error()));
      this.openSession()
        .then((session) => {
          if (token.isCancelled) session.client.release();
          else resolve(session);
        }, reject)
        .finally(unsubscribe);
    });
  }
  private async openSession(): Promise<Session> {
    const client = await this.pool.connect();
    try {
      return new Session(client, this.pids.get(client) ?? (await this.applySetup(client)), this.canceller);
    } catch (error) {
      client.release(true);
      throw error;
    }
  }
  private async applySetup(client: PoolClient): Promise<number> {
    const { rows } = await client.query<[number]>({ text: this.setup, rowMode: "array" });
    const pid = rows[0]?.[0] ?? 0;
    this.pids.set(client, pid);
    return pid;
  }
  private release(session: Session): void {
    if (session.temporaryTables.size > 0 && !session.isBroken && !this.closing && !this.pinned)
      this.pinned = { session, executor: new PinnedSession(session) };
    else {
      session.client.release(session.isBroken);
      this.semaphore.release();
    }
  }

  async registerTemporaryTable(name: string): Promise<void> {
    if (!this.pinnedFor()) {
      const session = await this.acquire(new CancellationToken({}));
      session.temporaryTables.add(name);
      this.release(session);
    }
    this.pinned?.session.temporaryTables.add(name);
  }
  /**
   * The session with the temporary tables, if a statement may refer to one of them. Releases the session if it has no
   * temporary tables any more.
   */
  private pinnedFor(sql?: string): PinnedSession | null {
    const { pinned } = this;
    if (!pinned) return null;
    const { session, executor } = pinned;
    if (session.isBroken || session.temporaryTables.size === 0) {
      this.pinned = null;
      void executor.close().then(() => this.release(session));
      return null;
    }
    if (sql === undefined || this.maxSessions === 1) return executor;
    const text = sql.toLowerCase();
    return [...session.temporaryTables].some((name) => text.includes(name.toLowerCase())) ? executor : null;
  }

  /** Waits before a retry, or rethrows an error that is not retryable. */
  private async waitBeforeRetry(error: unknown, attempts: number, token: CancellationToken): Promise<void> {
    const ms = RETRY_DELAYS_MS[attempts];
    const isTransient = isAvocetError(error) && error.retryable && !token.isCancelled && !this.semaphore.closed;
    if (!isTransient || ms === undefined) throw error;
    const abortController = new AbortController();
    const unsubscribe = token.onCancel(() => abortController.abort());
    await wait(ms * (0.5 + Math.random()), undefined, { signal: abortController.signal }).catch(() => undefined);
    unsubscribe();
    token.throwIfCancelled();
  }

  close(): Promise<void> {
    this.closing ??= this.shutDown();
    return this.closing;
  }
  private async shutDown(): Promise<void> {
    this.semaphore.close();
    // Otherwise streams that nobody reads would never end.
    for (const { exchange } of this.streams) exchange.abortIfBlocked();
    if (this.pinned) {
      await this.pinned.executor.close();
      this.pinned.session.client.release(true);
    }
    await this.pool.end();
  }
}
