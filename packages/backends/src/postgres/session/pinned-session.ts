import type { Batch, ir, RunOptions } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import { CancellationToken } from "../../shared/cancellation.js";
import type { Statement } from "../../shared/statement.js";
import { fetched } from "./read.js";
import type { Session } from "./session.js";
import type { Statements } from "./statements.js";
import type { PostgresSession, Result } from "./types.js";

/** Statements that all run in one session, one after the other: a transaction, or what uses temporary tables. */
export class PinnedSession implements Statements {
  private readonly line: Session;
  private last: Promise<unknown> = Promise.resolve();
  private over = false;

  constructor(line: Session) {
    this.line = line;
  }

  async *read(statement: Statement, schema: ir.Fields, options: RunOptions): AsyncGenerator<Batch> {
    const stop = new CancellationToken(options);
    try {
      const query = (each: Statement): Promise<Result> => this.turn(stop, false, (on) => on.session.query(each));
      yield* fetched(query, statement, schema, options, !this.line.inTransaction);
    } finally {
      stop.dispose();
    }
  }
  shared<T>(work: (on: PostgresSession) => Promise<T>, options: RunOptions = {}): Promise<T> {
    return this.stopping(options, false, (on) => work(on.session));
  }
  exclusive<T>(work: (on: PostgresSession) => Promise<T>, options: RunOptions = {}): Promise<T> {
    return this.stopping(options, true, (on) => work(on.session));
  }
  transaction<T>(work: (inside: Statements) => Promise<T>, options: RunOptions = {}): Promise<T> {
    return this.stopping(options, true, (on) => transactionOn(on, work));
  }
  async keep(name: string): Promise<void> {
    this.line.temporary.add(name);
  }
  /** Takes no more work, and waits for what has been asked for. */
  async close(): Promise<void> {
    this.over = true;
    await this.last;
  }

  private async stopping<T>(options: RunOptions, writes: boolean, work: (on: Session) => Promise<T>): Promise<T> {
    const stop = new CancellationToken(options);
    try {
      return await this.turn(stop, writes, work);
    } finally {
      stop.dispose();
    }
  }
  private turn<T>(stop: CancellationToken, writes: boolean, work: (on: Session) => Promise<T>): Promise<T> {
    if (this.over)
      throw new AvocetError("backend", "the transaction is over", {
        hint: "Take the tables from the connection again, and await everything inside the transaction.",
      });
    const next = this.last.then(async () => {
      stop.throwIfStopped();
      return this.line.for(stop, writes, () => work(this.line));
    });
    this.last = next.catch(() => undefined);
    return next;
  }
}

/** A transaction on a line. */
export const transactionOn = <T>(line: Session, work: (inside: Statements) => Promise<T>): Promise<T> =>
  line.transaction(async () => {
    const inside = new PinnedSession(line);
    try {
      return await work(inside);
    } finally {
      await inside.close();
    }
  });
