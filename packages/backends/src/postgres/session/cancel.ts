import { setTimeout as wait } from "node:timers/promises";
import type { ClientConfig } from "pg";
import pg from "pg";

/**
 * The interval of cancel requests until a statement has ended. The server ignores a request before the statement
 * starts.
 */
const RETRY_MS = 50;
/** The maximum number of cancel requests. */
const MAX_ATTEMPTS = 200;

/** Cancels statements from a dedicated session, which is open as long as there are statements to cancel. */
export class Canceller {
  private readonly config: ClientConfig;
  private client: Promise<pg.Client> | null = null;
  private queueTail: Promise<unknown> = Promise.resolve();
  private users = 0;

  constructor(config: ClientConfig) {
    this.config = config;
  }

  /**
   * Cancels the running statement of a session until `statementEnded` is aborted. When the promise resolves, no request
   * is pending, so none can hit the session's next statement.
   */
  async cancel(pid: number, statementEnded: AbortSignal): Promise<void> {
    this.users += 1;
    this.client ??= this.open();
    try {
      const client = await this.client;
      for (let attempts = 0; !statementEnded.aborted; attempts++) {
        if (attempts === MAX_ATTEMPTS) throw new Error("The server did not cancel the statement");
        await this.enqueue(() => client.query("SELECT pg_catalog.pg_cancel_backend($1)", [pid]));
        await wait(RETRY_MS, undefined, { signal: statementEnded }).catch(() => undefined);
      }
    } catch (error) {
      this.client = null;
      throw error;
    } finally {
      this.users -= 1;
      if (this.users === 0) await this.close();
    }
  }

  /** Runs queries one after the other, which the client requires. */
  private enqueue(send: () => Promise<unknown>): Promise<unknown> {
    const result = this.queueTail.then(send);
    this.queueTail = result.catch(() => undefined);
    return result;
  }
  private async open(): Promise<pg.Client> {
    const client = new pg.Client(this.config);
    client.on("error", () => undefined); // its query is rejected
    await client.connect();
    return client;
  }
  private async close(): Promise<void> {
    const { client } = this;
    this.client = null;
    await client?.then((open) => open.end()).catch(() => undefined);
  }
}
