import type { Connection, Submittable } from "pg";
import { whenReady } from "./ended.js";

/** Statements without values, all in one text, whose rows nobody wants. */
export class Script implements Submittable {
  private readonly text: string;
  private rowCount: number | null = null;
  private resolve: (rowCount: number | null) => void = () => undefined;
  private reject: (error: unknown) => void = () => undefined;
  /** The rows that the last of them changed or gave, where the server says. */
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
    this.rowCount = countOf(text);
  }
  handleReadyForQuery(): void {
    this.resolve(this.rowCount);
  }
  handleError(error: unknown, connection: Connection): void {
    whenReady(connection, () => this.reject(error));
  }
  handleCopyInResponse(connection: { sendCopyFail(reason: string): void }): void {
    connection.sendCopyFail("there is nothing to copy from");
  }
  handleCopyData(): void {}
}

/** The number at the end of what the server says of a statement, such as `INSERT 0 5`. */
export function countOf(tag: string): number | null {
  const count = /(\d+)$/.exec(tag)?.[1];
  return count === undefined ? null : Number(count);
}
