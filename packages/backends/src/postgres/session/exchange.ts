import type { Connection, Submittable } from "pg";
import { rowCountOf } from "./script.js";
import type { Field, TextRow } from "./types.js";
import { whenReady } from "./when-ready.js";

/** Maximum number of rows in a portion. */
const MAX_PORTION_ROWS = 4096;
/** Number of bytes after which a portion ends. */
const MAX_PORTION_BYTES = 1 << 20;
/** Number of unread bytes at which the socket is paused, so that the server waits. */
const MAX_WAITING_BYTES = 4 << 20;

/** The part of a DataRow message that is used. */
interface RowMessage {
  readonly fields: (string | null)[];
  readonly length: number;
}

/**
 * Runs one statement on a client and returns its rows, as text, in portions. Like the cursors of pg-cursor, it is a
 * submittable of the client, but it requests all rows at once and relies on the socket for backpressure, which saves a
 * round trip for each portion. The statement has succeeded when the server is ready for the next one; an error may
 * follow any number of rows.
 */
export class Exchange implements Submittable {
  private readonly text: string;
  private readonly values: readonly (string | null)[];
  private connection: Connection | null = null;
  private portion: TextRow[] = [];
  private portionBytes = 0;
  private readonly waiting: { readonly rows: TextRow[]; readonly bytes: number }[] = [];
  private waitingBytes = 0;
  private paused = false;
  private wake: (() => void) | null = null;
  private failure: { readonly error: unknown } | null = null;
  private discarding = false;
  private isAborting = false;
  private isSettled = false;
  private settle: () => void = () => undefined;
  /** Resolves when the server is ready for the next statement, or the connection is lost. */
  readonly finished: Promise<void>;
  fields: readonly Field[] = [];
  command = "";
  rowCount: number | null = null;

  constructor(text: string, values: readonly (string | null)[]) {
    this.text = text;
    this.values = values;
    this.finished = new Promise((resolve) => {
      this.settle = resolve;
    });
  }

  /** Returns the next rows; null after the last. */
  async next(): Promise<readonly TextRow[] | null> {
    for (;;) {
      const [portion] = this.waiting.splice(0, 1);
      if (portion) {
        this.waitingBytes -= portion.bytes;
        if (this.waitingBytes < MAX_WAITING_BYTES) this.resume();
        return portion.rows;
      }
      if (this.isSettled) {
        if (this.failure) throw this.failure.error;
        return null;
      }
      this.resume();
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }
  /** Discards all remaining rows. */
  discard(): void {
    this.discarding = true;
    this.waiting.length = 0;
    this.portion = [];
    this.resume();
  }
  /** Closes the socket as soon as it is paused for a slow reader, because the connection is being closed. */
  abortIfBlocked(): void {
    this.isAborting = true;
    if (this.paused) this.connection?.stream.destroy();
  }
  get isFinished(): boolean {
    return this.isSettled;
  }

  private resume(): void {
    if (!this.paused) return;
    this.paused = false;
    this.connection?.stream.resume();
  }
  private handOver(): void {
    if (this.portion.length > 0) {
      this.waiting.push({ rows: this.portion, bytes: this.portionBytes });
      this.waitingBytes += this.portionBytes;
    }
    this.portion = [];
    this.portionBytes = 0;
    if (this.waitingBytes >= MAX_WAITING_BYTES && !this.paused) {
      this.paused = true;
      this.connection?.stream.pause();
      if (this.isAborting) this.abortIfBlocked();
    }
    this.wake?.();
  }
  private finish(): void {
    this.isSettled = true;
    this.resume();
    this.settle();
    this.wake?.();
  }

  // Submittable

  submit(connection: Connection): void {
    this.connection = connection;
    connection.stream.cork(); // five messages, one packet
    connection.parse({ name: "", text: this.text, types: [] }, true);
    connection.bind({ values: [...this.values] }, true);
    connection.describe({ type: "P" }, true);
    connection.execute({}, true);
    connection.sync();
    connection.stream.uncork();
  }
  handleRowDescription({ fields }: { readonly fields: readonly Field[] }): void {
    this.fields = fields;
  }
  handleDataRow({ fields, length }: RowMessage): void {
    if (this.discarding) return;
    this.portion.push(fields);
    this.portionBytes += length;
    if (this.portion.length >= MAX_PORTION_ROWS || this.portionBytes >= MAX_PORTION_BYTES) this.handOver();
  }
  handleCommandComplete({ text }: { readonly text: string }): void {
    this.command = text.split(" ", 1)[0] ?? "";
    this.rowCount = rowCountOf(text);
  }
  handleReadyForQuery(): void {
    this.handOver();
    this.finish();
  }
  /** Called for an error of the server, after which the client calls no other handler, and for a lost connection. */
  handleError(error: unknown, connection: Connection): void {
    this.failure ??= { error };
    this.handOver();
    whenReady(this.connection && connection, () => this.finish());
  }
  handlePortalSuspended(): void {}
  handleEmptyQuery(): void {}
  handleCopyInResponse(connection: { sendCopyFail(reason: string): void }): void {
    connection.sendCopyFail("COPY FROM STDIN has no input here");
  }
  handleCopyData(): void {}
}
