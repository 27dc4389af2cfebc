import type { Bind, Column, Connection, ConnectionOptions, RowStatement, StatementOption } from "snowflake-sdk";
import snowflake from "snowflake-sdk";

let quiet = false;

/** Opens a session. */
export async function openSession(options: ConnectionOptions): Promise<Connection> {
  // Else the driver writes a file snowflake.log into the working directory, and to the terminal.
  if (!quiet) snowflake.configure({ logLevel: "OFF", additionalLogToConsole: false });
  quiet = true;
  const connection = snowflake.createConnection(options);
  await new Promise<void>((resolve, reject) => {
    connection.connectAsync((error) => (error ? reject(error) : resolve())).catch(reject);
  });
  return connection;
}

/** Ends a session; one that cannot be reached any more ends by itself. */
export const closeSession = (connection: Connection): Promise<void> =>
  new Promise((resolve) => {
    try {
      connection.destroy(() => resolve());
    } catch {
      resolve();
    }
  });

/** A statement that is on its way. */
export interface Sent {
  readonly statement: RowStatement;
  /** Is kept when the service has worked out the result. */
  readonly done: Promise<RowStatement>;
}
/** Sends a statement. */
export function send(
  connection: Connection,
  sqlText: string,
  binds: readonly Bind[],
  more: Partial<StatementOption>,
): Sent {
  let settle: (error: unknown, statement: RowStatement) => void = () => undefined;
  const done = new Promise<RowStatement>((resolve, reject) => {
    settle = (error, statement) => (error ? reject(error) : resolve(statement));
  });
  const statement = connection.execute({
    sqlText,
    streamResult: true,
    rowMode: "array",
    // As texts nothing is rounded; what is left out here comes as text anyway, or in a form that keeps all of it.
    fetchAsString: ["Number", "JSON"],
    ...(binds.length > 0 ? { binds } : {}),
    ...more,
    complete: (error, completed) => settle(error, completed),
  });
  return { statement, done };
}

/** The columns of a result as the driver has them. */
export const columnsOf = (statement: RowStatement): readonly Column[] => statement.getColumns() ?? [];
