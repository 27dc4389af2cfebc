import type { Session } from "../../shared/driver.js";
import type { Report } from "../../shared/events/event.js";
import type { Statement } from "../../shared/statement.js";

/** The rows of a short result: texts by column name. */
export type Records = readonly ReadonlyMap<string, string | null>[];
/** A Snowflake session. */
export interface SnowflakeSession extends Session {
  /** Runs a statement and returns the rows of its short result. */
  records(statement: Statement, report?: Report): Promise<Records>;
  /** Records that the session has a temporary table, so that statements that refer to it run in this session. */
  registerTemporaryTable(name: string): void;
}
