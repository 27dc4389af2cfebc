import type { Connection } from "pg";

/**
 * Calls `callback` when, after an error, the server is ready for the next statement or the connection is lost. The
 * client does not notify the failed statement of either.
 */
export function whenReady(connection: Connection | null, callback: () => void): void {
  if (connection === null || !connection.stream.readable) {
    callback();
    return;
  }
  const onReady = (): void => {
    connection.off("readyForQuery", onReady);
    connection.off("end", onReady);
    callback();
  };
  connection.once("readyForQuery", onReady);
  connection.once("end", onReady);
}
