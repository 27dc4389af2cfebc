import { AvocetError } from "@avocet/core";
import type { LiteralValue } from "@avocet/core/backend";
import { bindText as snowflakeBindText } from "@avocet/sql-dialects/snowflake";
import type { Bind, Connection, RowStatement, StatementOption } from "snowflake-sdk";
import type { CancellationToken } from "../../shared/cancellation.js";
import type { ResultColumn } from "../../shared/driver.js";
import type { Report } from "../../shared/events/event.js";
import type { BoundValue, Statement } from "../../shared/statement.js";
import { sqlStatement } from "../../shared/statement.js";
import { rowsOf } from "../decode/rows.js";
import { engineError, isSessionOver, writeError } from "../errors.js";
import { dtypeOfColumn } from "../types.js";
import { closeSession, columnsOf, send } from "./sdk.js";
import type { Records, SnowflakeSession } from "./types.js";

/** How often the service is asked to stop a statement: a request that it does not know yet it does not hear of later. */
const CANCEL_EVERY_MS = 500;
/** How long is waited for word that a statement has stopped. */
const CANCEL_PATIENCE_MS = 15_000;
const PROGRESS_EVERY_MS = 1_000;

/** What makes, removes or changes tables, which ends an open transaction: https://docs.snowflake.com/en/sql-reference/transactions#ddl */
const DEFINES = /^\s*(?:CREATE|DROP|ALTER|TRUNCATE|UNDROP|COMMENT|GRANT|REVOKE)\b/i;

const bindOf = ({ value, dtype }: BoundValue): Bind =>
  value === null ? null : snowflakeBindText(value as LiteralValue, dtype); // null is ruled out

/** One session. It runs one statement at a time. */
export class Session {
  private readonly connection: Connection;
  private readonly tag: string | null;
  /** Names of its temporary tables. */
  readonly temporary = new Set<string>();
  /** It is of no more use. */
  broken = false;
  /** How many statements have ended well. */
  completed = 0;
  private inTransaction = false;

  constructor(connection: Connection, tag: string | null) {
    this.connection = connection;
    this.tag = tag;
  }

  /** Sends a statement and waits until its result is there. `stops` say when it is no longer wanted. */
  async execute(
    { sql, values }: Statement,
    stops: readonly CancellationToken[],
    report?: Report,
    more: Partial<StatementOption> = {},
  ): Promise<RowStatement> {
    for (const stop of stops) stop.throwIfCancelled();
    const tagged = this.tag === null ? {} : { parameters: { QUERY_TAG: this.tag } };
    const { statement, done } = send(this.connection, sql, values.map(bindOf), { ...tagged, ...more });
    const given = canceller(statement, stops);
    const watch = this.watch(statement, report);
    try {
      const completed = await Promise.race([done, given.up]);
      this.completed += 1;
      return completed;
    } catch (error) {
      if (error === GIVEN_UP || isSessionOver(error)) this.broken = true;
      const stopped = stops.find((stop) => stop.isCancelled);
      throw stopped?.error(sql) ?? engineError(error, sql);
    } finally {
      // The service tells it of what fails, too; a statement that never reached it has none.
      const id: string | undefined = statement.getQueryId();
      if (id) report?.queryId(id);
      given.dispose();
      clearInterval(watch);
      done.catch(() => undefined); // whoever gave up does not wait for it
    }
  }
  /** Tells now and then what the service says of a statement. */
  private watch(statement: RowStatement, report: Report | undefined): NodeJS.Timeout | undefined {
    if (!report) return undefined;
    return setInterval(() => {
      const id = statement.getQueryId();
      if (!id) report.progress(null, "RUNNING");
      else
        this.connection.getQueryStatus(id).then(
          (state) => report.progress(null, state),
          () => undefined,
        );
    }, PROGRESS_EVERY_MS);
  }

  /** The session for a piece of work. `writes`: what a broken line leaves open may have been done. */
  session(stops: readonly CancellationToken[], writes: boolean): SnowflakeSession {
    const execute = async (
      statement: Statement,
      report?: Report,
      more?: Partial<StatementOption>,
    ): Promise<RowStatement> => {
      try {
        return await this.execute(statement, stops, report, more);
      } catch (error) {
        throw writes && error instanceof AvocetError ? writeError(error) : error;
      }
    };
    return {
      run: async (statement, report) => {
        if (this.inTransaction && DEFINES.test(statement.sql)) throw noDefinition(statement.sql);
        const changed = (await execute(statement, report)).getNumUpdatedRows();
        return changed === undefined || changed < 0 ? null : changed;
      },
      records: async (statement, report) => recordsOf(await execute(statement, report)),
      columns: async (sql) => resultColumns(await execute(sqlStatement(sql), undefined, { describeOnly: true })),
      transaction: (work) => this.transaction(stops, work),
      keep: (name) => this.temporary.add(name),
    };
  }

  /** All of `work`, or nothing of it. */
  async transaction<T>(stops: readonly CancellationToken[], work: () => Promise<T>): Promise<T> {
    if (this.inTransaction) return work();
    await this.execute(sqlStatement("BEGIN"), stops);
    this.inTransaction = true;
    try {
      const value = await work();
      await this.execute(sqlStatement("COMMIT"), stops);
      return value;
    } catch (error) {
      await this.execute(sqlStatement("ROLLBACK"), []).catch(() => {
        this.broken = true; // the service rolls back when the session ends
      });
      throw error;
    } finally {
      this.inTransaction = false;
    }
  }

  close(): Promise<void> {
    return closeSession(this.connection);
  }
}

const GIVEN_UP = new Error("the service did not stop the statement in time");

/** Cancels a statement at the service when it is no longer wanted; `up` fails if that takes too long. */
function canceller(
  statement: RowStatement,
  stops: readonly CancellationToken[],
): { readonly up: Promise<never>; dispose(): void } {
  const timers: NodeJS.Timeout[] = [];
  let giveUp: () => void = () => undefined;
  const up = new Promise<never>((_, reject) => {
    giveUp = () => reject(GIVEN_UP);
  });
  up.catch(() => undefined);
  const cancel = (): void => {
    if (timers.length > 0) return;
    statement.cancel();
    timers.push(
      setInterval(() => statement.cancel(), CANCEL_EVERY_MS),
      setTimeout(giveUp, CANCEL_PATIENCE_MS),
    );
  };
  const unsubscribe = stops.map((stop) => stop.onCancel(cancel));
  return {
    up,
    dispose() {
      for (const off of unsubscribe) off();
      for (const timer of timers) clearInterval(timer);
    },
  };
}

async function recordsOf(statement: RowStatement): Promise<Records> {
  const names = columnsOf(statement).map((column) => column.getName());
  const records: ReadonlyMap<string, string | null>[] = [];
  for await (const row of rowsOf(statement)) records.push(new Map(names.map((name, i) => [name, textOf(row[i])])));
  return records;
}
const textOf = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));

const resultColumns = (statement: RowStatement): readonly ResultColumn[] =>
  columnsOf(statement).map((column) => ({
    name: column.getName(),
    type: column.getType().toUpperCase(),
    dtype: dtypeOfColumn({ type: column.getType(), precision: column.getPrecision(), scale: column.getScale() }),
  }));

const noDefinition = (sql: string): AvocetError =>
  new AvocetError(
    "unsupported-operation",
    "Snowflake ends a transaction when tables or views are made, changed or removed",
    {
      hint: "Do that before the transaction or after it. To remove all rows inside of it, use delete.",
      sql,
    },
  );
