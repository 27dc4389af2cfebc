import { AvocetError } from "@avocet/core";
import type { PoolClient } from "pg";
import type { CancellationToken } from "../../shared/cancellation.js";
import type { ResultColumn } from "../../shared/driver.js";
import type { Statement } from "../../shared/statement.js";
import { plain } from "../../shared/statement.js";
import { engineError, writeError } from "../errors.js";
import { textsOf } from "../params.js";
import { resultColumns } from "../types/result-columns.js";
import type { Canceller } from "./cancel.js";
import { CopyIn } from "./copy-in.js";
import { Description } from "./describe.js";
import { Exchange } from "./exchange.js";
import { Script } from "./script.js";
import type { CopyStatement, Field, PostgresSession, Result, TextRow } from "./types.js";

/** One session: a client that is the caller's alone. Its statements run one after the other. */
export class Session {
  readonly client: PoolClient;
  private readonly pid: number;
  private readonly canceller: Canceller;
  /** How deep in transactions it is. */
  private depth = 0;
  private savepoints = 0;
  /** Why its statements are to stop. */
  private readonly stops = new Set<CancellationToken>();
  /** Whether its statements write, so that one may have been done although the line broke. */
  private writes = false;
  /** The session cannot be used any more. */
  broken = false;
  /** The temporary tables in it. */
  readonly temporary = new Set<string>();
  /** What others see of it. */
  readonly session: PostgresSession;

  constructor(client: PoolClient, pid: number, canceller: Canceller) {
    this.client = client;
    this.pid = pid;
    this.canceller = canceller;
    this.session = {
      query: (statement) => this.query(statement),
      run: (statement) => this.run(statement),
      describe: (sql) => this.describe(sql),
      columns: (sql) => this.columns(sql),
      transaction: (work) => this.transaction(work),
      keep: (name) => void this.temporary.add(name),
      letGo: (name) => void this.temporary.delete(name),
    };
  }
  get inTransaction(): boolean {
    return this.depth > 0;
  }
  /** Runs `work`, whose statements have one more reason to stop. */
  async for<T>(stop: CancellationToken, writes: boolean, work: () => Promise<T>): Promise<T> {
    const before = this.writes;
    this.stops.add(stop);
    this.writes = writes;
    try {
      return await work();
    } finally {
      this.stops.delete(stop);
      this.writes = before;
    }
  }

  private query({ sql, values }: Statement): Promise<Result> {
    return this.stoppable(sql, async () => {
      const exchange = this.client.query(new Exchange(sql, textsOf(values)));
      const rows: TextRow[] = [];
      for (let portion = await exchange.next(); portion; portion = await exchange.next())
        for (const row of portion) rows.push(row);
      return { fields: exchange.fields, rows, rowCount: exchange.rowCount, command: exchange.command };
    });
  }
  private async run(statement: Statement | CopyStatement): Promise<number | null> {
    if ("input" in statement)
      return this.stoppable(statement.sql, () => this.client.query(new CopyIn(statement.sql, statement.input)).result);
    if (statement.values.length > 0) return (await this.query(statement)).rowCount;
    return this.stoppable(statement.sql, () => this.client.query(new Script(statement.sql)).result);
  }
  private describe(sql: string): Promise<readonly Field[] | null> {
    return this.stoppable(sql, () => this.client.query(new Description(sql)).result);
  }
  /** Alone a text must be one statement, and as a subquery a query; on lines of its own, so that a comment at its end hides nothing. */
  private async columns(sql: string): Promise<readonly ResultColumn[]> {
    await this.describe(sql);
    return resultColumns(this.session, (await this.describe(`SELECT * FROM (\n${sql}\n) AS q`)) ?? []);
  }

  /** Sends a statement whose rows are taken one portion after the other, and cancels it when it is to stop. */
  stream({ sql, values }: Statement, stop: CancellationToken): Stream {
    stop.throwIfStopped();
    const exchange = this.client.query(new Exchange(sql, textsOf(values)));
    const over = new AbortController();
    let cancelling = Promise.resolve();
    const cancel = (): void => {
      if (!exchange.ended) cancelling = this.cancel(over.signal);
    };
    const unsubscribe = stop.onCancel(cancel);
    const done = exchange.over.then(async () => {
      unsubscribe();
      over.abort();
      await cancelling;
    });
    return {
      exchange,
      done,
      next: async () => {
        const rows = await exchange.next().catch((error: unknown) => {
          throw stop.stopped ? stop.error(sql) : this.failure(error, sql);
        });
        stop.throwIfStopped();
        return rows;
      },
      async abandon() {
        cancel();
        exchange.discard();
        await done;
      },
    };
  }

  /** Sends a statement and waits for its end; cancels it when it is to stop. */
  private async stoppable<T>(sql: string, send: () => Promise<T>): Promise<T> {
    for (const stop of this.stops) stop.throwIfStopped();
    const over = new AbortController();
    let cancelling: Promise<void> | undefined;
    const unsubscribe = [...this.stops].map((stop) =>
      stop.onCancel(() => {
        cancelling ??= this.cancel(over.signal);
      }),
    );
    try {
      return await send();
    } catch (error) {
      throw [...this.stops].find((stop) => stop.stopped)?.error(sql) ?? this.failure(error, sql);
    } finally {
      for (const off of unsubscribe) off();
      over.abort();
      await cancelling;
    }
  }
  private cancel(over: AbortSignal): Promise<void> {
    return this.canceller.cancel(this.pid, over).catch(() => this.destroy());
  }
  private failure(error: unknown, sql: string): AvocetError {
    const failure = engineError(error, sql);
    if (failure.reason === "connection") this.broken = true;
    return this.writes ? writeError(failure) : failure;
  }
  /** Breaks the line: the last resort where a statement cannot be cancelled. */
  destroy(): void {
    this.broken = true;
    this.client.connection.stream.destroy();
  }

  /** Refuses a transaction that statements have begun by themselves: the next user of the session would be inside of it. */
  async endOpenTransaction(): Promise<void> {
    if (this.broken || (this.client.getTransactionStatus() ?? "I") === "I") return;
    await this.rollback(null);
    throw new AvocetError("invalid-argument", "the statements left a transaction open, and it was rolled back", {
      hint: "Use connection.transaction(work), which gives it a session of its own.",
    });
  }

  /** All of `work`, or nothing of it; inside of a transaction a part of that. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    const name = this.depth === 0 ? null : `avocet_${++this.savepoints}`;
    await this.run(plain(name === null ? "BEGIN" : `SAVEPOINT ${name}`));
    this.depth += 1;
    try {
      const value = await work();
      await this.commit(name);
      return value;
    } catch (error) {
      await this.rollback(name);
      throw error;
    } finally {
      this.depth -= 1;
    }
  }
  private async commit(name: string | null): Promise<void> {
    if (name !== null) {
      await this.run(plain(`RELEASE SAVEPOINT ${name}`));
      return;
    }
    const { command } = await this.query(plain("COMMIT"));
    // A transaction in which a statement has failed is rolled back by COMMIT, without an error.
    if (command === "ROLLBACK")
      throw new AvocetError("backend", "nothing of the transaction was done: a statement in it had failed", {
        reason: "conflict",
        hint: "Let the error of the statement pass, or put what may fail into a transaction inside of this one.",
      });
  }
  private async rollback(name: string | null): Promise<void> {
    if (this.broken) return;
    const text = name === null ? "ROLLBACK" : `ROLLBACK TO SAVEPOINT ${name}`;
    await this.client.query(new Script(text)).result.catch(() => this.destroy());
  }
}

/** A statement whose rows come in portions. */
export interface Stream {
  readonly exchange: Exchange;
  /** Is kept once the line may run the next statement. */
  readonly done: Promise<void>;
  /** The next rows; null after the last. */
  next(): Promise<readonly TextRow[] | null>;
  /** Ends it before its end, if that has not come. */
  abandon(): Promise<void>;
}
