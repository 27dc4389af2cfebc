import type { Session } from "../../shared/driver.js";
import type { Report } from "../../shared/events/event.js";
import type { Statement } from "../../shared/statement.js";

/** A short result, read whole: rows of texts by the names of the columns. */
export type Records = readonly ReadonlyMap<string, string | null>[];
/** A session of Snowflake. */
export interface SnowflakeSession extends Session {
  /** As `run`, with the rows of a short result. */
  records(statement: Statement, report?: Report): Promise<Records>;
  /** Says that the session has a temporary table of that name, which no other sees. */
  keep(name: string): void;
}
