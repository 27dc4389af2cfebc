import type { CancellationToken } from "../../shared/cancellation.js";

/** Limits how many operations run at once; the others wait in a queue. */
export class Semaphore {
  private free: number;
  private readonly waiting: (() => void)[] = [];

  constructor(maxConcurrent: number) {
    this.free = maxConcurrent;
  }
  /** Waits for a slot. Returns a function that releases it. */
  async acquire(token: CancellationToken): Promise<() => void> {
    token.throwIfCancelled();
    if (this.free > 0) this.free -= 1;
    else await this.waitForSlot(token);
    let isReleased = false;
    return () => {
      if (isReleased) return;
      isReleased = true;
      const next = this.waiting.shift();
      if (next) next();
      else this.free += 1;
    };
  }
  private waitForSlot(token: CancellationToken): Promise<void> {
    return new Promise((resolve, reject) => {
      const unsubscribe = token.onCancel(() => {
        const index = this.waiting.indexOf(proceed);
        if (index < 0) return;
        this.waiting.splice(index, 1);
        reject(token.error());
      });
      const proceed = (): void => {
        unsubscribe();
        resolve();
      };
      this.waiting.push(proceed);
    });
  }
}
