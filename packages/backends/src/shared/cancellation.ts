import type { RunOptions } from "@avocet/core";
import { AvocetError } from "@avocet/core";

/** Cancellation token: aborted by an AbortSignal or a timeout. */
export class CancellationToken {
  private readonly options: RunOptions;
  private readonly timer: NodeJS.Timeout | undefined;
  private readonly listeners = new Set<() => void>();
  private reason: "cancelled" | "timeout" | null = null;
  private readonly onAbort = (): void => this.cancel("cancelled");

  constructor(options: RunOptions) {
    this.options = options;
    const { signal, timeoutMs } = options;
    if (signal?.aborted) this.reason = "cancelled";
    signal?.addEventListener("abort", this.onAbort);
    if (timeoutMs !== undefined) this.timer = setTimeout(() => this.cancel("timeout"), timeoutMs);
  }

  private cancel(reason: "cancelled" | "timeout"): void {
    this.reason ??= reason;
    for (const listener of this.listeners) listener();
  }
  get isCancelled(): boolean {
    return this.reason !== null;
  }
  /** Calls `listener` on cancellation, immediately if already cancelled. Returns a function that unsubscribes it. */
  onCancel(listener: () => void): () => void {
    this.listeners.add(listener);
    if (this.isCancelled) listener();
    return () => this.listeners.delete(listener);
  }
  /** The error to throw instead of the engine's. */
  error(sql?: string): AvocetError {
    const details = sql === undefined ? {} : { sql };
    return this.reason === "timeout"
      ? new AvocetError("backend", `The statement took longer than ${this.options.timeoutMs} ms and was stopped`, {
          ...details,
          reason: "timeout",
          hint: "Increase timeoutMs, or reduce the work of the query.",
        })
      : new AvocetError("backend", "The statement was cancelled", {
          ...details,
          reason: "cancelled",
          cause: this.options.signal?.reason,
        });
  }
  throwIfCancelled(): void {
    if (this.isCancelled) throw this.error();
  }
  dispose(): void {
    clearTimeout(this.timer);
    this.options.signal?.removeEventListener("abort", this.onAbort);
    this.listeners.clear();
  }
}
