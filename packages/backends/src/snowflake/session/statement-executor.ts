import type { RunOptions } from "@avocet/core";
import type { Batch, ReadOptions } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import type { Report } from "../../shared/events/event.js";
import type { Statement } from "../../shared/statement.js";
import type { SnowflakeSession } from "./types.js";

/** Runs the statements of a driver. */
export interface StatementExecutor {
  read(statement: Statement, schema: ir.Fields, options: ReadOptions, report?: Report): AsyncGenerator<Batch>;
  /** Runs `work`, which only reads. */
  withReadSession<T>(work: (session: SnowflakeSession) => Promise<T>, options?: RunOptions): Promise<T>;
  /** Runs `work`, which may write. */
  withWriteSession<T>(work: (session: SnowflakeSession) => Promise<T>, options?: RunOptions): Promise<T>;
  /** Runs `work` in a transaction; inside a transaction, as part of it. */
  transaction<T>(work: (executor: StatementExecutor) => Promise<T>, options?: RunOptions): Promise<T>;
  /** Closes all sessions after the running statements have ended. */
  close(): Promise<void>;
}
