import { AvocetError } from "@avocet/core";
import type { CancellationToken } from "../../shared/cancellation.js";
import type { Session } from "./session.js";

interface Waiter {
  /** The session to wait for; null for any. */
  readonly pinned: Session | null;
  resolve(session: Session): void;
  reject(error: AvocetError): void;
  /** Called when the waiter may open a new session. */
  openNew(): void;
}
const closedError = (): AvocetError =>
  new AvocetError("backend", "This connection is closed", { reason: "connection", hint: "Connect again." });

/** The sessions of a connection. Each runs one statement at a time; more are opened for concurrent statements. */
export class SessionPool {
  private readonly openSession: (token: CancellationToken) => Promise<Session>;
  private readonly maxSessions: number;
  private readonly idle: Session[] = [];
  private readonly sessions = new Set<Session>();
  private readonly waiters: Waiter[] = [];
  private opening = 0;
  private closing: Promise<void> | null = null;
  private onIdle: () => void = () => undefined;

  constructor(openSession: (token: CancellationToken) => Promise<Session>, maxSessions: number) {
    this.openSession = openSession;
    this.maxSessions = maxSessions;
  }

  /** Reserves a session, or the pinned one if it is given, until it is released. */
  async acquire(token: CancellationToken, pinned: Session | null = null): Promise<Session> {
    if (this.closing) throw closedError();
    token.throwIfCancelled();
    const index = pinned ? this.idle.indexOf(pinned) : this.idle.length - 1;
    const [session] = index < 0 ? [] : this.idle.splice(index, 1);
    if (session) return session;
    if (!pinned && this.sessions.size + this.opening < this.maxSessions) return this.openAnother(token);
    const released = await this.waitForSession(token, pinned);
    return released ?? this.openAnother(token);
  }
  private async openAnother(token: CancellationToken): Promise<Session> {
    this.opening += 1;
    try {
      const session = await this.openSession(token);
      this.sessions.add(session);
      return session;
    } catch (error) {
      this.notifyOpenSlot();
      throw error;
    } finally {
      this.opening -= 1;
      this.closeIfIdle();
    }
  }
  /** Waits for a released session; null if a new one may be opened instead. */
  private waitForSession(token: CancellationToken, pinned: Session | null): Promise<Session | null> {
    return new Promise((resolve, reject) => {
      const unsubscribe = token.onCancel(() => {
        const index = this.waiters.indexOf(waiter);
        if (index >= 0) this.waiters.splice(index, 1);
        reject(token.error());
      });
      const settleOnce = (settle: () => void) => () => {
        unsubscribe();
        settle();
      };
      const waiter: Waiter = {
        pinned,
        resolve: (session) => settleOnce(() => resolve(session))(),
        reject: (error) => settleOnce(() => reject(error))(),
        openNew: settleOnce(() => resolve(null)),
      };
      this.waiters.push(waiter);
    });
  }
  /** Lets the first waiter open a new session. */
  private notifyOpenSlot(): void {
    const index = this.waiters.findIndex((waiter) => waiter.pinned === null || !this.sessions.has(waiter.pinned));
    const [waiter] = index < 0 ? [] : this.waiters.splice(index, 1);
    waiter?.openNew();
  }

  release(session: Session): void {
    if (session.isBroken) {
      this.sessions.delete(session);
      void session.close();
      this.notifyOpenSlot();
    } else {
      const index = this.waiters.findIndex(({ pinned }) => pinned === null || pinned === session);
      const [waiter] = index < 0 ? [] : this.waiters.splice(index, 1);
      if (waiter) waiter.resolve(session);
      else this.idle.push(session);
    }
    this.closeIfIdle();
  }
  /** The session that has a temporary table named in the SQL text; without a text, one that has any temporary table. */
  sessionWithTemporaryTable(sql?: string): Session | null {
    const text = sql?.toLowerCase();
    for (const session of this.sessions)
      if (
        !session.isBroken &&
        [...session.temporaryTables].some((name) => text === undefined || text.includes(name.toLowerCase()))
      )
        return session;
    return null;
  }

  private closeIfIdle(): void {
    if (this.closing && this.opening === 0 && this.idle.length === this.sessions.size) this.onIdle();
  }
  /** Refuses further requests, waits for running statements, and closes all sessions. */
  close(): Promise<void> {
    this.closing ??= (async () => {
      for (const waiter of this.waiters.splice(0)) waiter.reject(closedError());
      await new Promise<void>((resolve) => {
        this.onIdle = resolve;
        queueMicrotask(() => this.closeIfIdle());
      });
      await Promise.all([...this.sessions].map((session) => session.close()));
    })();
    return this.closing;
  }
  get isClosed(): boolean {
    return this.closing !== null;
  }
}
