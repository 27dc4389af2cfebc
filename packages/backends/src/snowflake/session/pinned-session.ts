import type { RunOptions } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { Batch, ReadOptions } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import { CancellationToken } from "../../shared/cancellation.js";
import type { Report } from "../../shared/events/event.js";
import type { Statement } from "../../shared/statement.js";
import { batchesOf } from "./read.js";
import type { Session } from "./session.js";
import type { Statements } from "./statements.js";
import type { SnowflakeSession } from "./types.js";

/** Statements inside a transaction: all in its one session, one after the other. */
export class PinnedSession implements Statements {
  private readonly line: Session;
  private readonly stop: CancellationToken;
  private last: Promise<unknown> = Promise.resolve();
  private over = false;

  /** `stop` is that of the whole transaction. */
  constructor(line: Session, stop: CancellationToken) {
    this.line = line;
    this.stop = stop;
  }

  async *read(statement: Statement, schema: ir.Fields, options: ReadOptions, report?: Report): AsyncGenerator<Batch> {
    const own = new CancellationToken(options);
    try {
      const ran = await this.turn(() => this.line.execute(statement, [this.stop, own], report));
      yield* batchesOf(ran, schema, options, own);
    } finally {
      own.dispose();
    }
  }
  shared<T>(work: (on: SnowflakeSession) => Promise<T>, options?: RunOptions): Promise<T> {
    return this.exclusive(work, options);
  }
  async exclusive<T>(work: (on: SnowflakeSession) => Promise<T>, options: RunOptions = {}): Promise<T> {
    const own = new CancellationToken(options);
    try {
      return await this.turn(() => work(this.line.session([this.stop, own], true)));
    } finally {
      own.dispose();
    }
  }
  transaction<T>(work: (inside: Statements) => Promise<T>): Promise<T> {
    return work(this);
  }
  private async turn<T>(work: () => Promise<T>): Promise<T> {
    if (this.over)
      throw new AvocetError("backend", "the transaction is over", {
        hint: "Take the tables from the connection again, and await everything inside the transaction.",
      });
    const next = this.last.then(work);
    this.last = next.catch(() => undefined);
    return next;
  }
  /** Takes no more work, and waits for what has been asked for. */
  async close(): Promise<void> {
    this.over = true;
    await this.last;
  }
}
