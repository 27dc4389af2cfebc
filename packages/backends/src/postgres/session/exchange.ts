import type { Connection, Submittable } from "pg";
import { whenReady } from "./ended.js";
import { countOf } from "./script.js";
import type { Field, TextRow } from "./types.js";

/** How many rows are handed over at once, if they are not large. */
const ROWS = 4096;
/** How many bytes of rows are handed over at once. */
const BYTES = 1 << 20;
/** The socket is not read while so many bytes wait to be taken: the server waits, too. */
const MOST_WAITING = 4 << 20;

/** As much of the messages of the server as is used. */
interface RowMessage {
  readonly fields: (string | null)[];
  readonly length: number;
}

/**
 * One statement on a client, and its rows, as texts, in portions. It is what the client calls a submittable, like the cursors of pg-cursor,
 * but asks for all rows at once and leaves it to the socket to hold the server back, which saves a round trip for each portion. It has
 * succeeded once the server is ready for the next statement; an error after any number of rows is an error.
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
  private error: { readonly error: unknown } | null = null;
  private discarding = false;
  private hurried = false;
  private settled = false;
  private settle: () => void = () => undefined;
  /** Is kept once the server is ready for the next statement, or the line is broken. */
  readonly over: Promise<void>;
  fields: readonly Field[] = [];
  command = "";
  rowCount: number | null = null;

  constructor(text: string, values: readonly (string | null)[]) {
    this.text = text;
    this.values = values;
    this.over = new Promise((resolve) => {
      this.settle = resolve;
    });
  }

  /** The next rows; null after the last. */
  async next(): Promise<readonly TextRow[] | null> {
    for (;;) {
      const [portion] = this.waiting.splice(0, 1);
      if (portion) {
        this.waitingBytes -= portion.bytes;
        if (this.waitingBytes < MOST_WAITING) this.resume();
        return portion.rows;
      }
      if (this.settled) {
        if (this.error) throw this.error.error;
        return null;
      }
      this.resume();
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }
  /** Lets go of all rows that are still to come. */
  discard(): void {
    this.discarding = true;
    this.waiting.length = 0;
    this.portion = [];
    this.resume();
  }
  /** Breaks the line rather than wait for somebody to take the rows: the connection is being closed. */
  hurry(): void {
    this.hurried = true;
    if (this.paused) this.connection?.stream.destroy();
  }
  get ended(): boolean {
    return this.settled;
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
    if (this.waitingBytes >= MOST_WAITING && !this.paused) {
      this.paused = true;
      this.connection?.stream.pause();
      if (this.hurried) this.hurry();
    }
    this.wake?.();
  }
  private finish(): void {
    this.settled = true;
    this.resume();
    this.settle();
    this.wake?.();
  }

  // What the client calls

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
    if (this.portion.length >= ROWS || this.portionBytes >= BYTES) this.handOver();
  }
  handleCommandComplete({ text }: { readonly text: string }): void {
    this.command = text.split(" ", 1)[0] ?? "";
    this.rowCount = countOf(text);
  }
  handleReadyForQuery(): void {
    this.handOver();
    this.finish();
  }
  /** After an error of the server the client calls nothing more; of a broken line it says so, too. */
  handleError(error: unknown, connection: Connection): void {
    this.error ??= { error };
    this.handOver();
    whenReady(this.connection && connection, () => this.finish());
  }
  handlePortalSuspended(): void {}
  handleEmptyQuery(): void {}
  handleCopyInResponse(connection: { sendCopyFail(reason: string): void }): void {
    connection.sendCopyFail("there is nothing to copy from");
  }
  handleCopyData(): void {}
}
