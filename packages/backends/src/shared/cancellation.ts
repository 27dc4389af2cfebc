import type { RunOptions } from "@avocet/core";
import { AvocetError } from "@avocet/core";

/** Watches for the moment when a statement is to stop: an aborted signal, or the time that is up. */
export class CancellationToken {
  private readonly options: RunOptions;
  private readonly timer: NodeJS.Timeout | undefined;
  private readonly listeners = new Set<() => void>();
  private why: "cancelled" | "timeout" | null = null;
  private readonly onAbort = (): void => this.stop("cancelled");

  constructor(options: RunOptions) {
    this.options = options;
    const { signal, timeoutMs } = options;
    if (signal?.aborted) this.why = "cancelled";
    signal?.addEventListener("abort", this.onAbort);
    if (timeoutMs !== undefined) this.timer = setTimeout(() => this.stop("timeout"), timeoutMs);
  }

  private stop(why: "cancelled" | "timeout"): void {
    this.why ??= why;
    for (const listener of this.listeners) listener();
  }
  get stopped(): boolean {
    return this.why !== null;
  }
  /** Calls `listener` when it is time to stop, at once if that is so already; returns how to call it off. */
  onCancel(listener: () => void): () => void {
    this.listeners.add(listener);
    if (this.stopped) listener();
    return () => this.listeners.delete(listener);
  }
  /** The error for the caller, in place of the engine's own. */
  error(sql?: string): AvocetError {
    const details = sql === undefined ? {} : { sql };
    return this.why === "timeout"
      ? new AvocetError("backend", `the statement took longer than ${this.options.timeoutMs} ms and was stopped`, {
          ...details,
          reason: "timeout",
          hint: "Give it more time with timeoutMs, or less to do.",
        })
      : new AvocetError("backend", "the statement was cancelled", {
          ...details,
          reason: "cancelled",
          cause: this.options.signal?.reason,
        });
  }
  throwIfStopped(): void {
    if (this.stopped) throw this.error();
  }
  dispose(): void {
    clearTimeout(this.timer);
    this.options.signal?.removeEventListener("abort", this.onAbort);
    this.listeners.clear();
  }
}
