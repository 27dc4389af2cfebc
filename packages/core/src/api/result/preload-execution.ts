import * as execution from "./execution.js";
import { setExecution } from "./load-execution.js";

/**
 * Loads the functions that run tables. A connection calls it, so that `execute` starts its statement before it returns, and a `close`
 * right after it waits for that statement.
 * @example preloadExecution()
 */
export const preloadExecution = (): void => setExecution(execution);
