import type { Batch, ir, RunOptions } from "@avocet/core";
import type { Statement } from "../../shared/statement.js";
import type { PostgresSession } from "./types.js";

/** What a driver runs statements on. */
export interface Statements {
  read(statement: Statement, schema: ir.Fields, options: RunOptions): AsyncGenerator<Batch>;
  /** Statements that only read: where the line breaks they are begun anew. */
  shared<T>(work: (on: PostgresSession) => Promise<T>, options?: RunOptions): Promise<T>;
  /** Statements that write. */
  exclusive<T>(work: (on: PostgresSession) => Promise<T>, options?: RunOptions): Promise<T>;
  /** A transaction; inside of one a part of it. */
  transaction<T>(work: (inside: Statements) => Promise<T>, options?: RunOptions): Promise<T>;
  /** Runs all that follows and means a temporary table in the session that has it. */
  keep(name: string): Promise<void>;
  /** Ends all that is open, after the statements that run. */
  close(): Promise<void>;
}
