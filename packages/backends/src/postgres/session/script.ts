import type { Connection, Submittable } from "pg";
import { whenReady } from "./when-ready.js";

/** Runs several statements in one text, without bind parameters. Their rows are ignored. */
export class Script implements Submittable {
  private readonly text: string;
  private rowCount: number | null = null;
  private resolve: (rowCount: number | null) => void = () => undefined;
  private reject: (error: unknown) => void = () => undefined;
  /**
   * Resolves to the number of rows that the last statement changed or returned; null if the server does not report it.
   */
  readonly result: Promise<number | null>;

  constructor(text: string) {
    this.text = text;
    this.result = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  submit(connection: Connection): void {
    connection.query(this.text);
  }
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleEmptyQuery(): void {}
  handleCommandComplete({ text }: { readonly text: string }): void {
    this.rowCount = rowCountOf(text);
  }
  handleReadyForQuery(): void {
    this.resolve(this.rowCount);
  }
  handleError(error: unknown, connection: Connection): void {
    whenReady(connection, () => this.reject(error));
  }
  handleCopyInResponse(connection: { sendCopyFail(reason: string): void }): void {
    connection.sendCopyFail("COPY FROM STDIN has no input here");
  }
  handleCopyData(): void {}
}

/** The row count at the end of a command tag such as `INSERT 0 5`; null if it has none. */
export function rowCountOf(tag: string): number | null {
  const count = /(\d+)$/.exec(tag)?.[1];
  return count === undefined ? null : Number(count);
}
