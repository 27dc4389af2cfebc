import { setTimeout as wait } from "node:timers/promises";
import type { Batch, ir, RunOptions } from "@avocet/core";
import { isAvocetError } from "@avocet/core";
import type { PoolClient, PoolConfig } from "pg";
import pg from "pg";
import { CancellationToken } from "../../shared/cancellation.js";
import type { Statement } from "../../shared/statement.js";
import type { Target } from "../errors.js";
import { openError } from "../errors.js";
import { Canceller } from "./cancel.js";
import { PinnedSession, transactionOn } from "./pinned-session.js";
import { streamed } from "./read.js";
import { Semaphore } from "./semaphore.js";
import type { Stream } from "./session.js";
import { Session } from "./session.js";
import type { Statements } from "./statements.js";
import type { PostgresSession } from "./types.js";

/** How long to wait before what only reads is tried again. */
const PATIENCE_MS = [50, 100, 200, 400, 800, 1600];

/** Runs statements in the sessions of a pool, each in one that is free. */
export class SessionPool implements Statements {
  private readonly pool: pg.Pool;
  private readonly gate: Semaphore;
  private readonly most: number;
  private readonly canceller: Canceller;
  private readonly setup: string;
  private readonly target: Target;
  /** The processes of the server that the clients are connected to. */
  private readonly pids = new WeakMap<PoolClient, number>();
  private readonly streams = new Set<Stream>();
  /** The session that has temporary tables, which no other sees. */
  private kept: { readonly line: Session; readonly held: PinnedSession } | null = null;
  private closing: Promise<void> | null = null;

  constructor(config: PoolConfig & { readonly max: number }, setup: string, target: Target) {
    this.pool = new pg.Pool(config);
    this.pool.on("error", () => undefined); // a client that breaks while it is idle is replaced
    this.pool.on("connect", (client) => client.on("error", () => undefined)); // what it runs is told
    this.most = config.max;
    this.gate = new Semaphore(config.max);
    this.canceller = new Canceller(config);
    this.setup = setup;
    this.target = target;
  }

  async *read(statement: Statement, schema: ir.Fields, options: RunOptions): AsyncGenerator<Batch> {
    const home = this.home(statement.sql);
    if (home) {
      yield* home.read(statement, schema, options);
      return;
    }
    const stop = new CancellationToken(options);
    try {
      for (let tries = 0, begun = false; ; tries++)
        try {
          for await (const batch of this.once(statement, schema, options, stop)) {
            begun = true;
            yield batch;
          }
          return;
        } catch (error) {
          if (begun) throw error;
          await this.patience(error, tries, stop);
        }
    } finally {
      stop.dispose();
    }
  }
  private async *once(
    statement: Statement,
    schema: ir.Fields,
    options: RunOptions,
    stop: CancellationToken,
  ): AsyncGenerator<Batch> {
    const line = await this.take(stop);
    let stream: Stream;
    try {
      stream = line.stream(statement, stop);
    } catch (error) {
      this.giveBack(line);
      throw error;
    }
    this.streams.add(stream);
    // The session is free once the server has sent everything, even if not all of it has been taken.
    const free = stream.done.then(() => {
      this.streams.delete(stream);
      this.giveBack(line);
    });
    try {
      yield* streamed(stream, schema, options);
    } finally {
      await free;
    }
  }

  async shared<T>(work: (on: PostgresSession) => Promise<T>, options: RunOptions = {}): Promise<T> {
    const home = this.home();
    if (home) return home.shared(work, options);
    const stop = new CancellationToken(options);
    try {
      for (let tries = 0; ; tries++)
        try {
          return await this.hold(stop, false, (line) => work(line.session));
        } catch (error) {
          await this.patience(error, tries, stop);
        }
    } finally {
      stop.dispose();
    }
  }
  exclusive<T>(work: (on: PostgresSession) => Promise<T>, options: RunOptions = {}): Promise<T> {
    return this.home()?.exclusive(work, options) ?? this.writing((line) => work(line.session), options);
  }
  transaction<T>(work: (inside: Statements) => Promise<T>, options: RunOptions = {}): Promise<T> {
    return this.home()?.transaction(work, options) ?? this.writing((line) => transactionOn(line, work), options);
  }
  private async writing<T>(work: (on: Session) => Promise<T>, options: RunOptions): Promise<T> {
    const stop = new CancellationToken(options);
    try {
      return await this.hold(stop, true, work);
    } finally {
      stop.dispose();
    }
  }

  private async hold<T>(stop: CancellationToken, writes: boolean, work: (on: Session) => Promise<T>): Promise<T> {
    const line = await this.take(stop);
    try {
      return await line.for(stop, writes, async () => {
        const value = await work(line);
        await line.endOpenTransaction();
        return value;
      });
    } finally {
      this.giveBack(line);
    }
  }

  /** A session for the caller alone until it is given back. */
  private async take(stop: CancellationToken): Promise<Session> {
    await this.gate.enter(stop);
    try {
      return await this.connected(stop);
    } catch (error) {
      this.gate.leave();
      throw openError(error, this.target);
    }
  }
  private connected(stop: CancellationToken): Promise<Session> {
    return new Promise((resolve, reject) => {
      const unsubscribe = stop.onCancel(() => reject(stop.error()));
      this.prepared()
        .then((line) => {
          if (stop.stopped) line.client.release();
          else resolve(line);
        }, reject)
        .finally(unsubscribe);
    });
  }
  private async prepared(): Promise<Session> {
    const client = await this.pool.connect();
    try {
      return new Session(client, this.pids.get(client) ?? (await this.prepare(client)), this.canceller);
    } catch (error) {
      client.release(true);
      throw error;
    }
  }
  private async prepare(client: PoolClient): Promise<number> {
    const { rows } = await client.query<[number]>({ text: this.setup, rowMode: "array" });
    const pid = rows[0]?.[0] ?? 0;
    this.pids.set(client, pid);
    return pid;
  }
  private giveBack(line: Session): void {
    if (line.temporary.size > 0 && !line.broken && !this.closing && !this.kept)
      this.kept = { line, held: new PinnedSession(line) };
    else {
      line.client.release(line.broken);
      this.gate.leave();
    }
  }

  async keep(name: string): Promise<void> {
    if (!this.home()) {
      const line = await this.take(new CancellationToken({}));
      line.temporary.add(name);
      this.giveBack(line);
    }
    this.kept?.line.temporary.add(name);
  }
  /** The session with the temporary tables, for statements that may mean one of them; it may have run out of them. */
  private home(sql?: string): PinnedSession | null {
    const { kept } = this;
    if (!kept) return null;
    const { line, held } = kept;
    if (line.broken || line.temporary.size === 0) {
      this.kept = null;
      void held.close().then(() => this.giveBack(line));
      return null;
    }
    if (sql === undefined || this.most === 1) return held;
    const text = sql.toLowerCase();
    return [...line.temporary].some((name) => text.includes(name.toLowerCase())) ? held : null;
  }

  /** Waits before the next try of what only reads, or gives up with the error. */
  private async patience(error: unknown, tries: number, stop: CancellationToken): Promise<void> {
    const ms = PATIENCE_MS[tries];
    const passing = isAvocetError(error) && error.retryable && !stop.stopped && !this.gate.closed;
    if (!passing || ms === undefined) throw error;
    const early = new AbortController();
    const unsubscribe = stop.onCancel(() => early.abort());
    await wait(ms * (0.5 + Math.random()), undefined, { signal: early.signal }).catch(() => undefined);
    unsubscribe();
    stop.throwIfStopped();
  }

  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }
  private async end(): Promise<void> {
    this.gate.close();
    // Rows that nobody takes would be waited for without end.
    for (const { exchange } of this.streams) exchange.hurry();
    if (this.kept) {
      await this.kept.held.close();
      this.kept.line.client.release(true);
    }
    await this.pool.end();
  }
}
