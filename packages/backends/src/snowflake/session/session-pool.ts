import type { RunOptions } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { Batch, ReadOptions } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import { CancellationToken } from "../../shared/cancellation.js";
import type { Report } from "../../shared/events/event.js";
import type { Statement } from "../../shared/statement.js";
import { isSessionOver } from "../errors.js";
import { PinnedSession } from "./pinned-session.js";
import type { Pool } from "./pool.js";
import { batchesOf } from "./read.js";
import type { Session } from "./session.js";
import type { Statements } from "./statements.js";
import type { SnowflakeSession } from "./types.js";

/** Statements on whichever session is free. */
export class SessionPool implements Statements {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  async *read(statement: Statement, schema: ir.Fields, options: ReadOptions, report?: Report): AsyncGenerator<Batch> {
    const stop = new CancellationToken(options);
    try {
      // The result lies ready once the statement has ended, and is fetched without the session.
      const home = () => this.pool.homeOf(statement.sql);
      const ran = await this.hold(stop, home, (line) => line.execute(statement, [stop], report));
      yield* batchesOf(ran, schema, options, stop);
    } finally {
      stop.dispose();
    }
  }
  shared<T>(work: (on: SnowflakeSession) => Promise<T>, options: RunOptions = {}): Promise<T> {
    return this.within(options, (line, stop) => work(line.session([stop], false)));
  }
  exclusive<T>(work: (on: SnowflakeSession) => Promise<T>, options: RunOptions = {}): Promise<T> {
    return this.within(options, (line, stop) => work(line.session([stop], true)));
  }
  transaction<T>(work: (inside: Statements) => Promise<T>, options: RunOptions = {}): Promise<T> {
    return this.within(options, (line, stop) =>
      line.transaction([stop], async () => {
        const held = new PinnedSession(line, stop);
        try {
          return await work(held);
        } finally {
          await held.close();
        }
      }),
    );
  }
  private async within<T>(
    options: RunOptions,
    work: (line: Session, stop: CancellationToken) => Promise<T>,
  ): Promise<T> {
    const stop = new CancellationToken(options);
    try {
      return await this.hold(
        stop,
        () => this.pool.homeOf(),
        (line) => work(line, stop),
      );
    } finally {
      stop.dispose();
    }
  }

  /** Work on one session. One that the service has ended meanwhile, of which nothing was lost, is replaced. */
  private async hold<T>(
    stop: CancellationToken,
    home: () => Session | null,
    work: (line: Session) => Promise<T>,
  ): Promise<T> {
    for (;;) {
      const line = await this.pool.take(stop, home());
      const before = line.completed;
      try {
        return await work(line);
      } catch (error) {
        const over = error instanceof AvocetError && isSessionOver(error.details.cause);
        const lost = before === 0 || line.completed > before || line.temporary.size > 0;
        if (!over || lost || this.pool.closed) throw error;
      } finally {
        this.pool.giveBack(line);
      }
    }
  }

  close(): Promise<void> {
    return this.pool.close();
  }
}
