import type { RunOptions } from "@avocet/core";
import type { Batch } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import type { Statement } from "../../shared/statement.js";
import type { PostgresSession } from "./types.js";

/** Runs the statements of a driver. */
export interface StatementExecutor {
  read(statement: Statement, schema: ir.Fields, options: RunOptions): AsyncGenerator<Batch>;
  /** Runs `work`, which only reads. It is retried if the connection is lost. */
  withReadSession<T>(work: (session: PostgresSession) => Promise<T>, options?: RunOptions): Promise<T>;
  /** Runs `work`, which may write. */
  withWriteSession<T>(work: (session: PostgresSession) => Promise<T>, options?: RunOptions): Promise<T>;
  /** Runs `work` in a transaction, or in a savepoint if one is open. */
  transaction<T>(work: (executor: StatementExecutor) => Promise<T>, options?: RunOptions): Promise<T>;
  /** Pins further statements that refer to a temporary table to the session that has it. */
  registerTemporaryTable(name: string): Promise<void>;
  /** Closes all sessions after the running statements have ended. */
  close(): Promise<void>;
}
