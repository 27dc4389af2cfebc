import type { DuckDBConnection as Native } from "@duckdb/node-api";
import type { CancellationToken } from "../shared/cancellation.js";
import { engineError } from "./errors.js";

/** How often a statement is interrupted until it has stopped: one that is only about to start does not hear the first time. */
const INTERRUPT_EVERY_MS = 10;

/** Runs a statement that ends early when it is time to stop; its failure as an AvocetError. */
export async function stoppable<T>(
  native: Native,
  stops: readonly CancellationToken[],
  sql: string,
  work: () => Promise<T>,
): Promise<T> {
  let again: NodeJS.Timeout | undefined;
  const interrupt = (): void => {
    native.interrupt();
    again ??= setInterval(() => native.interrupt(), INTERRUPT_EVERY_MS);
  };
  const unsubscribe = stops.map((stop) => stop.onCancel(interrupt));
  try {
    return await work();
  } catch (error) {
    throw stops.find((stop) => stop.stopped)?.error(sql) ?? engineError(error, sql);
  } finally {
    for (const off of unsubscribe) off();
    clearInterval(again);
  }
}
