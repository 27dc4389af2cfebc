import type { RunOptions } from "@avocet/core";
import type { Batch, ReadOptions } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import type { Report } from "../../shared/events/event.js";
import type { Statement } from "../../shared/statement.js";
import type { SnowflakeSession } from "./types.js";

/** What a driver runs statements on. */
export interface Statements {
  read(statement: Statement, schema: ir.Fields, options: ReadOptions, report?: Report): AsyncGenerator<Batch>;
  /** Statements that only read: in a session that has timed out they are begun anew. */
  shared<T>(work: (on: SnowflakeSession) => Promise<T>, options?: RunOptions): Promise<T>;
  /** Statements that write. */
  exclusive<T>(work: (on: SnowflakeSession) => Promise<T>, options?: RunOptions): Promise<T>;
  /** A transaction; inside of one a part of it. */
  transaction<T>(work: (inside: Statements) => Promise<T>, options?: RunOptions): Promise<T>;
  /** Ends all that is open, after the statements that run. */
  close(): Promise<void>;
}
