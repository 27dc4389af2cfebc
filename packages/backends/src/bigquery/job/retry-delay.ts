import { CancellationToken } from "../../shared/cancellation.js";

const FIRST_MS = 100;
const LONGEST_MS = 10_000;

/** Waits before the next try, longer each time and never for just as long as others; not after it is time to stop. */
export function waitBeforeRetry(attempt: number, cancellation = new CancellationToken({})): Promise<void> {
  cancellation.throwIfCancelled();
  const ms = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1)) * (0.5 + Math.random());
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      unsubscribe();
      resolve();
    }, ms);
    const unsubscribe = cancellation.onCancel(() => {
      clearTimeout(timer);
      reject(cancellation.error());
    });
  });
}
