import type { RunOptions } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { DuckDBMaterializedResult } from "@duckdb/node-api";
import type { Exclusive, Statements } from "./session.js";
import { Stop } from "./stop.js";
import type { Bindings } from "./values.js";

/** Statements inside a transaction: all on its one native connection, one after the other. */
export class Transaction implements Statements {
  private readonly on: Exclusive;
  private last: Promise<unknown> = Promise.resolve();
  private over = false;

  constructor(on: Exclusive) {
    // What would be a transaction of its own belongs to this one.
    this.on = { ...on, transaction: (work) => work() };
  }

  query(sql: string, bindings: Bindings | undefined, options: RunOptions): Promise<DuckDBMaterializedResult> {
    return this.exclusive((on) => on.run(sql, bindings), options);
  }
  shared<T>(work: (on: Exclusive) => Promise<T>, options?: RunOptions): Promise<T> {
    return this.exclusive(work, options);
  }
  async exclusive<T>(work: (on: Exclusive) => Promise<T>, options: RunOptions = {}): Promise<T> {
    if (this.over)
      throw new AvocetError("backend", "the transaction is over", {
        hint: "Take the tables from the connection again, and await everything inside the transaction.",
      });
    const stop = new Stop(options);
    const next = this.last.then(() => work({ ...this.on, run: (sql, bindings) => this.on.run(sql, bindings, stop) }));
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
