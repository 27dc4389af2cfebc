import type { Session } from "../../shared/driver.js";
import type { Report } from "../../shared/events/event.js";
import type { Statement } from "../../shared/statement.js";
import type { Chunks } from "./copy-in.js";

/** A column of a result, as described by the server. */
export interface Field {
  readonly name: string;
  readonly dataTypeID: number;
  readonly dataTypeModifier: number;
}
/** A row of a result: the text of each value. */
export type TextRow = readonly (string | null)[];
/** The result of a statement. */
export interface Result {
  readonly fields: readonly Field[];
  readonly rows: readonly TextRow[];
  /** The number of rows changed or returned; null if the server does not report it. */
  readonly rowCount: number | null;
  /** The command, such as INSERT. */
  readonly command: string;
}
/** COPY … FROM STDIN, with the rows as text. */
export interface CopyStatement extends Statement {
  readonly input: Chunks;
}
/** A PostgreSQL session. */
export interface PostgresSession extends Session {
  /** Runs a statement and returns its rows. */
  query(statement: Statement, report?: Report): Promise<Result>;
  /** Describes the columns of a statement without running it; null if it returns no rows. */
  describe(sql: string): Promise<readonly Field[] | null>;
  /** Records that the session has a temporary table of that name. */
  registerTemporaryTable(name: string): void;
  /** Records that the temporary table of that name was dropped. */
  forgetTemporaryTable(name: string): void;
}
