import type { Connection } from "pg";

/**
 * Calls `done` once the server, after an error, is ready for the next statement, or the line is broken: the client does not tell the
 * statement that failed.
 */
export function whenReady(connection: Connection | null, done: () => void): void {
  if (connection === null || !connection.stream.readable) {
    done();
    return;
  }
  const end = (): void => {
    connection.off("readyForQuery", end);
    connection.off("end", end);
    done();
  };
  connection.once("readyForQuery", end);
  connection.once("end", end);
}
