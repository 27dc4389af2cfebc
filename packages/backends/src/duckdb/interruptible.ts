import type { DuckDBConnection as Native } from "@duckdb/node-api";
import type { CancellationToken } from "../shared/cancellation.js";
import { engineError } from "./errors.js";

/**
 * The interval of interrupts until a statement has stopped. DuckDB ignores an interrupt just before a statement starts.
 */
const INTERRUPT_EVERY_MS = 10;

/** Runs a statement that is interrupted when a token is cancelled. Converts its errors to AvocetErrors. */
export async function runInterruptibly<T>(
  native: Native,
  tokens: readonly CancellationToken[],
  sql: string,
  work: () => Promise<T>,
): Promise<T> {
  let interruptTimer: NodeJS.Timeout | undefined;
  const interrupt = (): void => {
    native.interrupt();
    interruptTimer ??= setInterval(() => native.interrupt(), INTERRUPT_EVERY_MS);
  };
  const unsubscribers = tokens.map((token) => token.onCancel(interrupt));
  try {
    return await work();
  } catch (error) {
    throw tokens.find((token) => token.isCancelled)?.error(sql) ?? engineError(error, sql);
  } finally {
    for (const unsubscribe of unsubscribers) unsubscribe();
    clearInterval(interruptTimer);
  }
}
