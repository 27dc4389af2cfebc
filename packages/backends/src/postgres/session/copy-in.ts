import { once } from "node:events";
import type { Duplex } from "node:stream";
import type { Connection, Submittable } from "pg";
import { rowCountOf } from "./script.js";
import { whenReady } from "./when-ready.js";

/** The part of the client's connection that COPY uses. */
interface CopyTarget {
  readonly stream: Duplex;
  sendCopyFromChunk(chunk: Buffer): void;
  sendCopyFail(reason: string): void;
  endCopyFrom(): void;
}
/** Chunks of text, which may end in the middle of a line. */
export type Chunks = Iterable<string | Buffer> | AsyncIterable<string | Buffer>;

/** Sends rows with COPY … FROM STDIN, with backpressure. */
export class CopyIn implements Submittable {
  private readonly sql: string;
  private readonly chunks: Chunks;
  private rowCount: number | null = null;
  private inputError: { readonly error: unknown } | null = null;
  private readonly abortController = new AbortController();
  private resolve: (rowCount: number | null) => void = () => undefined;
  private reject: (error: unknown) => void = () => undefined;
  /** Resolves to the number of rows. */
  readonly result: Promise<number | null>;

  constructor(sql: string, chunks: Chunks) {
    this.sql = sql;
    this.chunks = chunks;
    this.result = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  submit(connection: Connection): void {
    connection.query(this.sql);
  }
  handleCopyInResponse(connection: CopyTarget): void {
    this.send(connection).then(
      () => connection.endCopyFrom(),
      (error: unknown) => {
        this.inputError ??= { error };
        connection.sendCopyFail("The rows could not be read");
      },
    );
  }
  /** Sends all chunks. The server discards what is sent after an error. */
  private async send(connection: CopyTarget): Promise<void> {
    const { signal } = this.abortController;
    for await (const chunk of this.chunks) {
      if (signal.aborted) return;
      connection.sendCopyFromChunk(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
      if (connection.stream.writableNeedDrain)
        await once(connection.stream, "drain", { signal }).catch(() => undefined);
    }
  }
  handleCommandComplete({ text }: { readonly text: string }): void {
    this.rowCount = rowCountOf(text);
  }
  handleReadyForQuery(): void {
    this.resolve(this.rowCount);
  }
  handleError(error: unknown, connection: Connection): void {
    this.abortController.abort();
    whenReady(connection, () => this.reject(this.inputError ? this.inputError.error : error));
  }
}
