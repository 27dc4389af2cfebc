import type { Session } from "../../shared/driver.js";
import type { Report } from "../../shared/events/event.js";
import type { Statement } from "../../shared/statement.js";
import type { Chunks } from "./copy-in.js";

/** A column of a result, as the server describes it. */
export interface Field {
  readonly name: string;
  readonly dataTypeID: number;
  readonly dataTypeModifier: number;
}
/** A row of a result: the server's text of each value. */
export type TextRow = readonly (string | null)[];
/** What a statement has given. */
export interface Result {
  readonly fields: readonly Field[];
  readonly rows: readonly TextRow[];
  /** The rows that it changed or gave, where the server says. */
  readonly rowCount: number | null;
  /** Its first word, such as INSERT. */
  readonly command: string;
}
/** COPY … FROM STDIN, with the rows as text. */
export interface CopyStatement extends Statement {
  readonly input: Chunks;
}
/** A session of PostgreSQL. */
export interface PostgresSession extends Session {
  /** As `run`, with the rows of the result. */
  query(statement: Statement, report?: Report): Promise<Result>;
  /** The columns of a statement that is not run; null where it gives no rows. */
  describe(sql: string): Promise<readonly Field[] | null>;
  /** Says that it has a temporary table of that name, which no other session sees. */
  keep(name: string): void;
  /** Says that the temporary table of that name is gone. */
  letGo(name: string): void;
}
