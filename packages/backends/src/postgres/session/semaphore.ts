import { AvocetError } from "@avocet/core";
import type { CancellationToken } from "../../shared/cancellation.js";

interface Waiter {
  enter(): void;
  refuse(error: AvocetError): void;
}
const closedError = (): AvocetError =>
  new AvocetError("backend", "this connection is closed", { reason: "connection", hint: "Connect again." });

/** Lets so many in at a time; the others wait their turn, for as long as it takes. */
export class Semaphore {
  private free: number;
  private readonly waiters: Waiter[] = [];
  private isClosed = false;

  constructor(most: number) {
    this.free = most;
  }

  async enter(stop: CancellationToken): Promise<void> {
    if (this.isClosed) throw closedError();
    stop.throwIfStopped();
    if (this.free > 0) {
      this.free -= 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const unsubscribe = stop.onCancel(() => {
        this.waiters.splice(this.waiters.indexOf(waiter), 1);
        reject(stop.error());
      });
      const waiter: Waiter = {
        enter() {
          unsubscribe();
          resolve();
        },
        refuse(error) {
          unsubscribe();
          reject(error);
        },
      };
      this.waiters.push(waiter);
    });
  }
  leave(): void {
    const next = this.waiters.shift();
    if (next) next.enter();
    else this.free += 1;
  }
  /** Lets nobody in any more. */
  close(): void {
    this.isClosed = true;
    for (const waiter of this.waiters.splice(0)) waiter.refuse(closedError());
  }
  get closed(): boolean {
    return this.isClosed;
  }
}
