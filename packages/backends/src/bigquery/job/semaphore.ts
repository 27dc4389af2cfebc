import type { CancellationToken } from "../../shared/cancellation.js";

/** Lets some work run at the same time, and the rest wait. */
export class Semaphore {
  private free: number;
  private readonly waiting: (() => void)[] = [];

  constructor(most: number) {
    this.free = most;
  }
  /** Waits for a place; gives how to leave it. */
  async enter(stop: CancellationToken): Promise<() => void> {
    stop.throwIfCancelled();
    if (this.free > 0) this.free -= 1;
    else await this.turn(stop);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const next = this.waiting.shift();
      if (next) next();
      else this.free += 1;
    };
  }
  private turn(stop: CancellationToken): Promise<void> {
    return new Promise((resolve, reject) => {
      const unsubscribe = stop.onCancel(() => {
        const place = this.waiting.indexOf(go);
        if (place < 0) return;
        this.waiting.splice(place, 1);
        reject(stop.error());
      });
      const go = (): void => {
        unsubscribe();
        resolve();
      };
      this.waiting.push(go);
    });
  }
}
