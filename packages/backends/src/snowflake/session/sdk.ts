import type { Bind, Column, Connection, ConnectionOptions, RowStatement, StatementOption } from "snowflake-sdk";
import snowflake from "snowflake-sdk";

let isLoggingDisabled = false;

/** Opens a session. */
export async function openSession(options: ConnectionOptions): Promise<Connection> {
  // By default, the driver writes to snowflake.log in the working directory and to the terminal.
  if (!isLoggingDisabled) snowflake.configure({ logLevel: "OFF", additionalLogToConsole: false });
  isLoggingDisabled = true;
  const connection = snowflake.createConnection(options);
  await new Promise<void>((resolve, reject) => {
    connection.connectAsync((error) => (error ? reject(error) : resolve())).catch(reject);
  });
  return connection;
}

/** Closes a session. Errors are ignored: a session that cannot be reached expires on the server. */
export const closeSession = (connection: Connection): Promise<void> =>
  new Promise((resolve) => {
    try {
      connection.destroy(() => resolve());
    } catch {
      resolve();
    }
  });

/** A statement that was sent. */
export interface SentStatement {
  readonly statement: RowStatement;
  /** Resolves when the result is available. */
  readonly completion: Promise<RowStatement>;
}
/** Sends a statement. */
export function send(
  connection: Connection,
  sqlText: string,
  binds: readonly Bind[],
  options: Partial<StatementOption>,
): SentStatement {
  let settle: (error: unknown, statement: RowStatement) => void = () => undefined;
  const completion = new Promise<RowStatement>((resolve, reject) => {
    settle = (error, statement) => (error ? reject(error) : resolve(statement));
  });
  const statement = connection.execute({
    sqlText,
    streamResult: true,
    rowMode: "array",
    // Text preserves all digits. Other types arrive as text or in a lossless form anyway.
    fetchAsString: ["Number", "JSON"],
    ...(binds.length > 0 ? { binds } : {}),
    ...options,
    complete: (error, completed) => settle(error, completed),
  });
  return { statement, completion };
}

/** The columns of a result. */
export const columnsOf = (statement: RowStatement): readonly Column[] => statement.getColumns() ?? [];
