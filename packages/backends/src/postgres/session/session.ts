import { AvocetError } from "@avocet/core";
import type { PoolClient } from "pg";
import type { CancellationToken } from "../../shared/cancellation.js";
import type { ResultColumn } from "../../shared/driver.js";
import type { Statement } from "../../shared/statement.js";
import { sqlStatement } from "../../shared/statement.js";
import { engineError, writeError } from "../errors.js";
import { textsOf } from "../params.js";
import { resultColumns } from "../types/result-columns.js";
import type { Canceller } from "./cancel.js";
import { CopyIn } from "./copy-in.js";
import { Description } from "./describe.js";
import { Exchange } from "./exchange.js";
import { Script } from "./script.js";
import type { CopyStatement, Field, PostgresSession, Result, TextRow } from "./types.js";

/** A session: a reserved client. Its statements run one after the other. */
export class Session {
  readonly client: PoolClient;
  private readonly pid: number;
  private readonly canceller: Canceller;
  /** The nesting level of transactions. */
  private depth = 0;
  private savepoints = 0;
  /** The tokens that cancel its statements. */
  private readonly tokens = new Set<CancellationToken>();
  /** Whether its statements write, so that they must not be retried if the connection is lost. */
  private writes = false;
  /** True if the session cannot be used any more. */
  isBroken = false;
  /** The names of its temporary tables. */
  readonly temporaryTables = new Set<string>();
  /** The interface for callers. */
  readonly handle: PostgresSession;

  constructor(client: PoolClient, pid: number, canceller: Canceller) {
    this.client = client;
    this.pid = pid;
    this.canceller = canceller;
    this.handle = {
      query: (statement) => this.query(statement),
      run: (statement) => this.run(statement),
      describe: (sql) => this.describe(sql),
      columns: (sql) => this.columns(sql),
      transaction: (work) => this.transaction(work),
      registerTemporaryTable: (name) => void this.temporaryTables.add(name),
      forgetTemporaryTable: (name) => void this.temporaryTables.delete(name),
    };
  }
  get inTransaction(): boolean {
    return this.depth > 0;
  }
  /** Runs `work`, whose statements are also cancelled by `token`. */
  async withToken<T>(token: CancellationToken, writes: boolean, work: () => Promise<T>): Promise<T> {
    const previousWrites = this.writes;
    this.tokens.add(token);
    this.writes = writes;
    try {
      return await work();
    } finally {
      this.tokens.delete(token);
      this.writes = previousWrites;
    }
  }

  private query({ sql, values }: Statement): Promise<Result> {
    return this.runCancellably(sql, async () => {
      const exchange = this.client.query(new Exchange(sql, textsOf(values)));
      const rows: TextRow[] = [];
      for (let portion = await exchange.next(); portion; portion = await exchange.next())
        for (const row of portion) rows.push(row);
      return { fields: exchange.fields, rows, rowCount: exchange.rowCount, command: exchange.command };
    });
  }
  private async run(statement: Statement | CopyStatement): Promise<number | null> {
    if ("input" in statement)
      return this.runCancellably(
        statement.sql,
        () => this.client.query(new CopyIn(statement.sql, statement.input)).result,
      );
    if (statement.values.length > 0) return (await this.query(statement)).rowCount;
    return this.runCancellably(statement.sql, () => this.client.query(new Script(statement.sql)).result);
  }
  private describe(sql: string): Promise<readonly Field[] | null> {
    return this.runCancellably(sql, () => this.client.query(new Description(sql)).result);
  }
  /**
   * Describes a query. The text must be one statement, and valid as a subquery, where it is on separate lines so that a
   * trailing comment does not hide the parenthesis.
   */
  private async columns(sql: string): Promise<readonly ResultColumn[]> {
    await this.describe(sql);
    return resultColumns(this.handle, (await this.describe(`SELECT * FROM (\n${sql}\n) AS q`)) ?? []);
  }

  /** Sends a statement whose rows are read in portions. Cancels it when the token is cancelled. */
  stream({ sql, values }: Statement, token: CancellationToken): Stream {
    token.throwIfCancelled();
    const exchange = this.client.query(new Exchange(sql, textsOf(values)));
    const ended = new AbortController();
    let cancelling = Promise.resolve();
    const cancel = (): void => {
      if (!exchange.isFinished) cancelling = this.cancel(ended.signal);
    };
    const unsubscribe = token.onCancel(cancel);
    const finished = exchange.finished.then(async () => {
      unsubscribe();
      ended.abort();
      await cancelling;
    });
    return {
      exchange,
      finished,
      next: async () => {
        const rows = await exchange.next().catch((error: unknown) => {
          throw token.isCancelled ? token.error(sql) : this.failure(error, sql);
        });
        token.throwIfCancelled();
        return rows;
      },
      async abandon() {
        cancel();
        exchange.discard();
        await finished;
      },
    };
  }

  /** Sends a statement and waits for its end. Cancels it when a token is cancelled. */
  private async runCancellably<T>(sql: string, send: () => Promise<T>): Promise<T> {
    for (const token of this.tokens) token.throwIfCancelled();
    const ended = new AbortController();
    let cancelling: Promise<void> | undefined;
    const unsubscribers = [...this.tokens].map((token) =>
      token.onCancel(() => {
        cancelling ??= this.cancel(ended.signal);
      }),
    );
    try {
      return await send();
    } catch (error) {
      throw [...this.tokens].find((token) => token.isCancelled)?.error(sql) ?? this.failure(error, sql);
    } finally {
      for (const unsubscribe of unsubscribers) unsubscribe();
      ended.abort();
      await cancelling;
    }
  }
  private cancel(ended: AbortSignal): Promise<void> {
    return this.canceller.cancel(this.pid, ended).catch(() => this.destroy());
  }
  private failure(error: unknown, sql: string): AvocetError {
    const failure = engineError(error, sql);
    if (failure.reason === "connection") this.isBroken = true;
    return this.writes ? writeError(failure) : failure;
  }
  /** Closes the socket: the last resort if a statement cannot be cancelled. */
  destroy(): void {
    this.isBroken = true;
    this.client.connection.stream.destroy();
  }

  /** Throws if statements left a transaction open, because the next user of the session would continue it. */
  async endOpenTransaction(): Promise<void> {
    if (this.isBroken || (this.client.getTransactionStatus() ?? "I") === "I") return;
    await this.rollback(null);
    throw new AvocetError("invalid-argument", "The statements left a transaction open, and it was rolled back", {
      hint: "Use connection.transaction(work), which reserves a session.",
    });
  }

  /** Runs `work` in a transaction, or in a savepoint if one is open. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    const name = this.depth === 0 ? null : `avocet_${++this.savepoints}`;
    await this.run(sqlStatement(name === null ? "BEGIN" : `SAVEPOINT ${name}`));
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
      await this.run(sqlStatement(`RELEASE SAVEPOINT ${name}`));
      return;
    }
    const { command } = await this.query(sqlStatement("COMMIT"));
    // COMMIT rolls back a transaction in which a statement has failed, without an error.
    if (command === "ROLLBACK")
      throw new AvocetError("backend", "The transaction was rolled back, because a statement in it had failed", {
        reason: "conflict",
        hint: "Rethrow the error of the statement, or run statements that may fail in a nested transaction.",
      });
  }
  private async rollback(name: string | null): Promise<void> {
    if (this.isBroken) return;
    const text = name === null ? "ROLLBACK" : `ROLLBACK TO SAVEPOINT ${name}`;
    await this.client.query(new Script(text)).result.catch(() => this.destroy());
  }
}

/** A statement whose rows are read in portions. */
export interface Stream {
  readonly exchange: Exchange;
  /** Resolves when the session can run the next statement. */
  readonly finished: Promise<void>;
  /** Returns the next rows; null after the last. */
  next(): Promise<readonly TextRow[] | null>;
  /** Cancels the statement if it is still running, and discards its rows. */
  abandon(): Promise<void>;
}
