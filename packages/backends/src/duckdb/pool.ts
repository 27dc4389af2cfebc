import { AvocetError } from "@avocet/core";
import type { DuckDBConnection as Native } from "@duckdb/node-api";
import type { CancellationToken } from "../shared/cancellation.js";

interface Waiter {
  readonly onlyMain: boolean;
  resolve(native: Native): void;
  reject(error: AvocetError): void;
}
/** The error for a closed connection. */
export const closedError = (): AvocetError =>
  new AvocetError("backend", "This connection is closed", { reason: "connection", hint: "Connect again." });

/**
 * The native connections of one database, each of which runs one statement at a time. The main connection has the
 * session state, such as temporary tables, and runs everything that writes; others are opened for concurrent
 * statements.
 */
export class ConnectionPool {
  private readonly main: Native;
  private readonly open: () => Promise<Native>;
  private readonly maxConnections: number;
  private readonly idle: Native[];
  private readonly waiters: Waiter[] = [];
  private readonly connections: Native[];
  private opening = 0;
  private closing: { readonly resolve: () => void } | null = null;

  constructor(main: Native, open: () => Promise<Native>, maxConnections: number) {
    this.main = main;
    this.open = open;
    this.maxConnections = maxConnections;
    this.idle = [main];
    this.connections = [main];
  }

  /** Reserves a connection until it is released. */
  async acquire(onlyMain: boolean, token: CancellationToken): Promise<Native> {
    if (this.closing) throw closedError();
    token.throwIfCancelled();
    const free = this.idle.includes(this.main) ? this.main : onlyMain ? undefined : this.idle.at(-1);
    if (free) {
      this.idle.splice(this.idle.indexOf(free), 1);
      return free;
    }
    if (!onlyMain && this.connections.length + this.opening < this.maxConnections) return this.openAnother();
    return this.wait(onlyMain, token);
  }

  /** Reserves a connection for a stream, beyond the limit if necessary: streams may stay open for long. */
  async acquireForStream(token: CancellationToken): Promise<Native> {
    if (this.closing) throw closedError();
    token.throwIfCancelled();
    const free = this.idle.findLast((native) => native !== this.main);
    if (!free) return this.openAnother();
    this.idle.splice(this.idle.indexOf(free), 1);
    return free;
  }

  private async openAnother(): Promise<Native> {
    this.opening += 1;
    try {
      const native = await this.open();
      this.connections.push(native);
      return native;
    } finally {
      this.opening -= 1;
      this.resolveIfDrained();
    }
  }

  private wait(onlyMain: boolean, token: CancellationToken): Promise<Native> {
    return new Promise((resolve, reject) => {
      const unsubscribe = token.onCancel(() => {
        const position = this.waiters.indexOf(waiter);
        if (position >= 0) this.waiters.splice(position, 1);
        reject(token.error());
      });
      const waiter: Waiter = {
        onlyMain,
        resolve(native) {
          unsubscribe();
          resolve(native);
        },
        reject(error) {
          unsubscribe();
          reject(error);
        },
      };
      this.waiters.push(waiter);
    });
  }

  release(native: Native): void {
    const next = this.waiters.findIndex((waiter) => !waiter.onlyMain || native === this.main);
    const [waiter] = next < 0 ? [] : this.waiters.splice(next, 1);
    if (waiter) waiter.resolve(native);
    else if (this.connections.length > this.maxConnections && native !== this.main) {
      this.connections.splice(this.connections.indexOf(native), 1);
      native.closeSync();
    } else this.idle.push(native);
    this.resolveIfDrained();
  }

  private resolveIfDrained(): void {
    if (this.closing && this.opening === 0 && this.idle.length === this.connections.length) this.closing.resolve();
  }

  /** Accepts no more work, and waits until all connections are idle. Returns the main connection. */
  async drain(): Promise<Native> {
    if (this.closing) throw closedError();
    for (const waiter of this.waiters.splice(0)) waiter.reject(closedError());
    await new Promise<void>((resolve) => {
      this.closing = { resolve };
      this.resolveIfDrained();
    });
    return this.main;
  }
  disconnect(): void {
    for (const native of this.connections) native.closeSync();
  }
  get closed(): boolean {
    return this.closing !== null;
  }
}
