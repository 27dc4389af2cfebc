import type { CancellationToken } from "../../shared/cancellation.js";

/** Lets some work run at the same time, and the rest wait. */
export class Semaphore {
  private free: number;
  private readonly waiting: (() => void)[] = [];

  constructor(maxConcurrent: number) {
    this.free = maxConcurrent;
  }
  /** Waits for a place; gives how to leave it. */
  async acquire(cancellation: CancellationToken): Promise<() => void> {
    cancellation.throwIfCancelled();
    if (this.free > 0) this.free -= 1;
    else await this.waitForSlot(cancellation);
    let isReleased = false;
    return () => {
      if (isReleased) return;
      isReleased = true;
      const next = this.waiting.shift();
      if (next) next();
      else this.free += 1;
    };
  }
  private waitForSlot(cancellation: CancellationToken): Promise<void> {
    return new Promise((resolve, reject) => {
      const unsubscribe = cancellation.onCancel(() => {
        const index = this.waiting.indexOf(proceed);
        if (index < 0) return;
        this.waiting.splice(index, 1);
        reject(cancellation.error());
      });
      const proceed = (): void => {
        unsubscribe();
        resolve();
      };
      this.waiting.push(proceed);
    });
  }
}
