import { AvocetError } from "@avocet/core";
import type { CancellationToken } from "../../shared/cancellation.js";
import type { Session } from "./session.js";

interface Waiter {
  /** The one line that will do; null for any. */
  readonly wanted: Session | null;
  give(line: Session): void;
  refuse(error: AvocetError): void;
  /** There is room for a new line. */
  open(): void;
}
const closedError = (): AvocetError =>
  new AvocetError("backend", "this connection is closed", { reason: "connection", hint: "Connect again." });

/** The sessions of one connection: each runs one statement at a time, and more are opened when statements run at the same time. */
export class Pool {
  private readonly open: (stop: CancellationToken) => Promise<Session>;
  private readonly most: number;
  private readonly idle: Session[] = [];
  private readonly all = new Set<Session>();
  private readonly waiters: Waiter[] = [];
  private opening = 0;
  private closing: Promise<void> | null = null;
  private finished: () => void = () => undefined;

  constructor(open: (stop: CancellationToken) => Promise<Session>, most: number) {
    this.open = open;
    this.most = most;
  }

  /** A line for the caller alone until it is given back. `wanted` is the one that will do, if not any. */
  async take(stop: CancellationToken, wanted: Session | null = null): Promise<Session> {
    if (this.closing) throw closedError();
    stop.throwIfCancelled();
    const free = wanted ? this.idle.indexOf(wanted) : this.idle.length - 1;
    const [line] = free < 0 ? [] : this.idle.splice(free, 1);
    if (line) return line;
    if (!wanted && this.all.size + this.opening < this.most) return this.another(stop);
    const given = await this.wait(stop, wanted);
    return given ?? this.another(stop);
  }
  private async another(stop: CancellationToken): Promise<Session> {
    this.opening += 1;
    try {
      const line = await this.open(stop);
      this.all.add(line);
      return line;
    } catch (error) {
      this.next();
      throw error;
    } finally {
      this.opening -= 1;
      this.finish();
    }
  }
  /** The next line that is given back; null where there is room for a new one. */
  private wait(stop: CancellationToken, wanted: Session | null): Promise<Session | null> {
    return new Promise((resolve, reject) => {
      const unsubscribe = stop.onCancel(() => {
        const place = this.waiters.indexOf(waiter);
        if (place >= 0) this.waiters.splice(place, 1);
        reject(stop.error());
      });
      const end = (settle: () => void) => () => {
        unsubscribe();
        settle();
      };
      const waiter: Waiter = {
        wanted,
        give: (line) => end(() => resolve(line))(),
        refuse: (error) => end(() => reject(error))(),
        open: end(() => resolve(null)),
      };
      this.waiters.push(waiter);
    });
  }
  /** Tells the first who waits that there is room for a new line. */
  private next(): void {
    const place = this.waiters.findIndex((waiter) => waiter.wanted === null || !this.all.has(waiter.wanted));
    const [waiter] = place < 0 ? [] : this.waiters.splice(place, 1);
    waiter?.open();
  }

  giveBack(line: Session): void {
    if (line.broken) {
      this.all.delete(line);
      void line.close();
      this.next();
    } else {
      const place = this.waiters.findIndex(({ wanted }) => wanted === null || wanted === line);
      const [waiter] = place < 0 ? [] : this.waiters.splice(place, 1);
      if (waiter) waiter.give(line);
      else this.idle.push(line);
    }
    this.finish();
  }
  /** The line that has a temporary table which a text names, or any temporary table. */
  homeOf(sql?: string): Session | null {
    const text = sql?.toLowerCase();
    for (const line of this.all)
      if (!line.broken && [...line.temporary].some((name) => text === undefined || text.includes(name.toLowerCase())))
        return line;
    return null;
  }

  private finish(): void {
    if (this.closing && this.opening === 0 && this.idle.length === this.all.size) this.finished();
  }
  /** Takes no more work, lets what runs come to its end, and ends all sessions. */
  close(): Promise<void> {
    this.closing ??= (async () => {
      for (const waiter of this.waiters.splice(0)) waiter.refuse(closedError());
      await new Promise<void>((resolve) => {
        this.finished = resolve;
        queueMicrotask(() => this.finish());
      });
      await Promise.all([...this.all].map((line) => line.close()));
    })();
    return this.closing;
  }
  get closed(): boolean {
    return this.closing !== null;
  }
}
