import { AvocetError } from "@avocet/core";
import type { DuckDBConnection as Native } from "@duckdb/node-api";
import type { CancellationToken } from "../shared/cancellation.js";

interface Waiter {
  readonly onlyMain: boolean;
  give(native: Native): void;
  refuse(error: AvocetError): void;
}
/** The connection has been closed. */
export const closedError = (): AvocetError =>
  new AvocetError("backend", "this connection is closed", { reason: "connection", hint: "Connect again." });

/**
 * The native connections of one database: each runs one statement at a time. The main one holds what belongs to a session, such as
 * temporary tables, and does all writing; more are opened when statements run at the same time.
 */
export class Pool {
  private readonly main: Native;
  private readonly open: () => Promise<Native>;
  private readonly most: number;
  private readonly idle: Native[];
  private readonly waiters: Waiter[] = [];
  private readonly all: Native[];
  private opening = 0;
  private closing: { readonly done: () => void } | null = null;

  constructor(main: Native, open: () => Promise<Native>, most: number) {
    this.main = main;
    this.open = open;
    this.most = most;
    this.idle = [main];
    this.all = [main];
  }

  /** A connection for the caller alone until it is given back. */
  async take(onlyMain: boolean, stop: CancellationToken): Promise<Native> {
    if (this.closing) throw closedError();
    stop.throwIfStopped();
    const free = this.idle.includes(this.main) ? this.main : onlyMain ? undefined : this.idle.at(-1);
    if (free) {
      this.idle.splice(this.idle.indexOf(free), 1);
      return free;
    }
    if (!onlyMain && this.all.length + this.opening < this.most) return this.another();
    return this.wait(onlyMain, stop);
  }

  /** One that no other work waits for, even if all are in use: a stream may be open for long, and several at the same time. */
  async takeAside(stop: CancellationToken): Promise<Native> {
    if (this.closing) throw closedError();
    stop.throwIfStopped();
    const free = this.idle.findLast((native) => native !== this.main);
    if (!free) return this.another();
    this.idle.splice(this.idle.indexOf(free), 1);
    return free;
  }

  private async another(): Promise<Native> {
    this.opening += 1;
    try {
      const native = await this.open();
      this.all.push(native);
      return native;
    } finally {
      this.opening -= 1;
      this.finish();
    }
  }

  private wait(onlyMain: boolean, stop: CancellationToken): Promise<Native> {
    return new Promise((resolve, reject) => {
      const unsubscribe = stop.onCancel(() => {
        const place = this.waiters.indexOf(waiter);
        if (place >= 0) this.waiters.splice(place, 1);
        reject(stop.error());
      });
      const waiter: Waiter = {
        onlyMain,
        give(native) {
          unsubscribe();
          resolve(native);
        },
        refuse(error) {
          unsubscribe();
          reject(error);
        },
      };
      this.waiters.push(waiter);
    });
  }

  giveBack(native: Native): void {
    const next = this.waiters.findIndex((waiter) => !waiter.onlyMain || native === this.main);
    const [waiter] = next < 0 ? [] : this.waiters.splice(next, 1);
    if (waiter) waiter.give(native);
    else if (this.all.length > this.most && native !== this.main) {
      this.all.splice(this.all.indexOf(native), 1);
      native.closeSync();
    } else this.idle.push(native);
    this.finish();
  }

  private finish(): void {
    if (this.closing && this.opening === 0 && this.idle.length === this.all.length) this.closing.done();
  }

  /** Takes no more work, lets what runs come to its end, and then has all connections to itself. */
  async drain(): Promise<Native> {
    if (this.closing) throw closedError();
    for (const waiter of this.waiters.splice(0)) waiter.refuse(closedError());
    await new Promise<void>((resolve) => {
      this.closing = { done: resolve };
      this.finish();
    });
    return this.main;
  }
  disconnect(): void {
    for (const native of this.all) native.closeSync();
  }
  get closed(): boolean {
    return this.closing !== null;
  }
}
