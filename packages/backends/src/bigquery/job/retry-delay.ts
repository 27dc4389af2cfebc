import { CancellationToken } from "../../shared/cancellation.js";

const FIRST_MS = 100;
const LONGEST_MS = 10_000;

/** Waits before the next attempt: exponential backoff with jitter. Rejects on cancellation. */
export function waitBeforeRetry(attempt: number, token = new CancellationToken({})): Promise<void> {
  token.throwIfCancelled();
  const ms = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1)) * (0.5 + Math.random());
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      unsubscribe();
      resolve();
    }, ms);
    const unsubscribe = token.onCancel(() => {
      clearTimeout(timer);
      reject(token.error());
    });
  });
}
