import type { Connection, Submittable } from "pg";
import { whenReady } from "./ended.js";
import { countOf } from "./script.js";

/** As much of the client's connection as a copy needs. */
interface CopyTarget {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/** Sends rows with COPY … FROM STDIN. */
export class CopyIn implements Submittable {
  private readonly sql: string;
  private readonly rows: string;
  private rowCount: number | null = null;
  private resolve: (rowCount: number | null) => void = () => undefined;
  private reject: (error: unknown) => void = () => undefined;
  /** The number of rows. */
  readonly result: Promise<number | null>;

  constructor(sql: string, rows: string) {
    this.sql = sql;
    this.rows = rows;
    this.result = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  submit(connection: Connection): void {
    connection.query(this.sql);
  }
  handleCopyInResponse(connection: CopyTarget): void {
    connection.sendCopyFromChunk(Buffer.from(this.rows));
    connection.endCopyFrom();
  }
  handleCommandComplete({ text }: { readonly text: string }): void {
    this.rowCount = countOf(text);
  }
  handleReadyForQuery(): void {
    this.resolve(this.rowCount);
  }
  handleError(error: unknown, connection: Connection): void {
    whenReady(connection, () => this.reject(error));
  }
}
