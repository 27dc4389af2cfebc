import { once } from "node:events";
import type { Duplex } from "node:stream";
import type { Connection, Submittable } from "pg";
import { whenReady } from "./ended.js";
import { countOf } from "./script.js";

/** As much of the client's connection as a copy needs. */
interface CopyTarget {
  readonly stream: Duplex;
  sendCopyFromChunk(chunk: Buffer): void;
  sendCopyFail(reason: string): void;
  endCopyFrom(): void;
}
/** Pieces of text, which need not end where lines do. */
export type Chunks = Iterable<string | Buffer> | AsyncIterable<string | Buffer>;

/** Sends rows with COPY … FROM STDIN, as fast as the server takes them. */
export class CopyIn implements Submittable {
  private readonly sql: string;
  private readonly chunks: Chunks;
  private rowCount: number | null = null;
  private problem: { readonly error: unknown } | null = null;
  private readonly over = new AbortController();
  private resolve: (rowCount: number | null) => void = () => undefined;
  private reject: (error: unknown) => void = () => undefined;
  /** The number of rows. */
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
        this.problem ??= { error };
        connection.sendCopyFail("the rows could not be read");
      },
    );
  }
  /** What is sent after an error of the server is dropped by it. */
  private async send(connection: CopyTarget): Promise<void> {
    const { signal } = this.over;
    for await (const chunk of this.chunks) {
      if (signal.aborted) return;
      connection.sendCopyFromChunk(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
      if (connection.stream.writableNeedDrain)
        await once(connection.stream, "drain", { signal }).catch(() => undefined);
    }
  }
  handleCommandComplete({ text }: { readonly text: string }): void {
    this.rowCount = countOf(text);
  }
  handleReadyForQuery(): void {
    this.resolve(this.rowCount);
  }
  handleError(error: unknown, connection: Connection): void {
    this.over.abort();
    whenReady(connection, () => this.reject(this.problem ? this.problem.error : error));
  }
}
