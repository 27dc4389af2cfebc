import { AvocetError } from "@avocet/core";
import type { CancellationToken } from "../../shared/cancellation.js";

interface Waiter {
  resolve(): void;
  reject(error: AvocetError): void;
}
const closedError = (): AvocetError =>
  new AvocetError("backend", "This connection is closed", { reason: "connection", hint: "Connect again." });

/** Limits how many operations run at once; the others wait in a queue. */
export class Semaphore {
  private available: number;
  private readonly waiters: Waiter[] = [];
  private isClosed = false;

  constructor(permits: number) {
    this.available = permits;
  }

  async acquire(token: CancellationToken): Promise<void> {
    if (this.isClosed) throw closedError();
    token.throwIfCancelled();
    if (this.available > 0) {
      this.available -= 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const unsubscribe = token.onCancel(() => {
        this.waiters.splice(this.waiters.indexOf(waiter), 1);
        reject(token.error());
      });
      const waiter: Waiter = {
        resolve() {
          unsubscribe();
          resolve();
        },
        reject(error) {
          unsubscribe();
          reject(error);
        },
      };
      this.waiters.push(waiter);
    });
  }
  release(): void {
    const next = this.waiters.shift();
    if (next) next.resolve();
    else this.available += 1;
  }
  /** Rejects all waiting and future operations. */
  close(): void {
    this.isClosed = true;
    for (const waiter of this.waiters.splice(0)) waiter.reject(closedError());
  }
  get closed(): boolean {
    return this.isClosed;
  }
}
