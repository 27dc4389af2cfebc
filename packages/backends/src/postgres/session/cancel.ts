import { setTimeout as wait } from "node:timers/promises";
import type { ClientConfig } from "pg";
import pg from "pg";

/** How often a statement is cancelled until it has ended: one that has not begun does not hear the first time. */
const AGAIN_MS = 50;
/** How often at most: a server that does not listen is given up. */
const TRIES = 200;

/** Cancels statements from a session of its own, which is open as long as there are some to cancel. */
export class Canceller {
  private readonly config: ClientConfig;
  private client: Promise<pg.Client> | null = null;
  private last: Promise<unknown> = Promise.resolve();
  private users = 0;

  constructor(config: ClientConfig) {
    this.config = config;
  }

  /**
   * Cancels what a session runs until `over` is aborted. When the promise is kept, no cancelling is under way any more: none can hit the
   * session's next statement, as a server that waits for one takes no notice.
   */
  async cancel(pid: number, over: AbortSignal): Promise<void> {
    this.users += 1;
    this.client ??= this.open();
    try {
      const client = await this.client;
      for (let tries = 0; !over.aborted; tries++) {
        if (tries === TRIES) throw new Error("the server does not stop the statement");
        await this.inTurn(() => client.query("SELECT pg_catalog.pg_cancel_backend($1)", [pid]));
        await wait(AGAIN_MS, undefined, { signal: over }).catch(() => undefined);
      }
    } catch (error) {
      this.client = null;
      throw error;
    } finally {
      this.users -= 1;
      if (this.users === 0) await this.close();
    }
  }

  /** One after the other, as the client wants it. */
  private inTurn(send: () => Promise<unknown>): Promise<unknown> {
    const next = this.last.then(send);
    this.last = next.catch(() => undefined);
    return next;
  }
  private async open(): Promise<pg.Client> {
    const client = new pg.Client(this.config);
    client.on("error", () => undefined); // what it runs is told
    await client.connect();
    return client;
  }
  private async close(): Promise<void> {
    const { client } = this;
    this.client = null;
    await client?.then((open) => open.end()).catch(() => undefined);
  }
}
