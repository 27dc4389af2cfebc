import { AvocetError } from "@avocet/core";
import type { LiteralValue } from "@avocet/core/backend";
import { bindText as snowflakeBindText } from "@avocet/sql-dialects/snowflake";
import type { Bind, Connection, RowStatement, StatementOption } from "snowflake-sdk";
import type { CancellationToken } from "../../shared/cancellation.js";
import type { ResultColumn } from "../../shared/driver.js";
import type { Report } from "../../shared/events/event.js";
import type { BoundValue, Statement } from "../../shared/statement.js";
import { sqlStatement } from "../../shared/statement.js";
import { rawRows } from "../decode/raw-rows.js";
import { engineError, isSessionOver, writeError } from "../errors.js";
import { dtypeOfColumn } from "../types.js";
import { closeSession, columnsOf, send } from "./sdk.js";
import type { Records, SnowflakeSession } from "./types.js";

/** The interval of cancel requests: the service ignores a request for a statement that it has not received yet. */
const CANCEL_EVERY_MS = 500;
/** How long to wait until a cancelled statement has stopped. */
const CANCEL_TIMEOUT_MS = 15_000;
const PROGRESS_EVERY_MS = 1_000;

/** DDL, which ends an open transaction: https://docs.snowflake.com/en/sql-reference/transactions#ddl */
const DDL = /^\s*(?:CREATE|DROP|ALTER|TRUNCATE|UNDROP|COMMENT|GRANT|REVOKE)\b/i;

const bindValue = ({ value, dtype }: BoundValue): Bind =>
  value === null ? null : snowflakeBindText(value as LiteralValue, dtype); // not null here

/** A session on the server, which runs one statement at a time. */
export class Session {
  private readonly connection: Connection;
  private readonly tag: string | null;
  /** The names of its temporary tables. */
  readonly temporaryTables = new Set<string>();
  /** Whether the session can no longer be used. */
  isBroken = false;
  /** How many statements have succeeded. */
  completedStatements = 0;
  private inTransaction = false;

  constructor(connection: Connection, tag: string | null) {
    this.connection = connection;
    this.tag = tag;
  }

  /** Sends a statement and waits for its result. Any of the tokens cancels it. */
  async execute(
    { sql, values }: Statement,
    tokens: readonly CancellationToken[],
    report?: Report,
    options: Partial<StatementOption> = {},
  ): Promise<RowStatement> {
    for (const token of tokens) token.throwIfCancelled();
    const tagOptions = this.tag === null ? {} : { parameters: { QUERY_TAG: this.tag } };
    const { statement, completion } = send(this.connection, sql, values.map(bindValue), { ...tagOptions, ...options });
    const cancellation = watchCancellation(statement, tokens);
    const progressTimer = this.reportProgress(statement, report);
    try {
      const result = await Promise.race([completion, cancellation.timeout]);
      this.completedStatements += 1;
      return result;
    } catch (error) {
      if (error === CANCEL_TIMEOUT_ERROR || isSessionOver(error)) this.isBroken = true;
      const cancelledToken = tokens.find((token) => token.isCancelled);
      throw cancelledToken?.error(sql) ?? engineError(error, sql);
    } finally {
      // A failed statement has a query id too, unless it never reached the service.
      const id: string | undefined = statement.getQueryId();
      if (id) report?.queryId(id);
      cancellation.dispose();
      clearInterval(progressTimer);
      completion.catch(() => undefined); // it may still reject after a cancellation
    }
  }
  /** Reports the status of a statement periodically. */
  private reportProgress(statement: RowStatement, report: Report | undefined): NodeJS.Timeout | undefined {
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

  /** The session as its users see it. If `writes`, errors account for statements that may have been executed. */
  sessionFor(tokens: readonly CancellationToken[], writes: boolean): SnowflakeSession {
    const execute = async (
      statement: Statement,
      report?: Report,
      options?: Partial<StatementOption>,
    ): Promise<RowStatement> => {
      try {
        return await this.execute(statement, tokens, report, options);
      } catch (error) {
        throw writes && error instanceof AvocetError ? writeError(error) : error;
      }
    };
    return {
      run: async (statement, report) => {
        if (this.inTransaction && DDL.test(statement.sql)) throw ddlInTransactionError(statement.sql);
        const changed = (await execute(statement, report)).getNumUpdatedRows();
        return changed === undefined || changed < 0 ? null : changed;
      },
      records: async (statement, report) => recordsOf(await execute(statement, report)),
      columns: async (sql) => resultColumns(await execute(sqlStatement(sql), undefined, { describeOnly: true })),
      transaction: (work) => this.transaction(tokens, work),
      registerTemporaryTable: (name) => this.temporaryTables.add(name),
    };
  }

  /** Runs `work` in a transaction; inside a transaction, just runs it. */
  async transaction<T>(tokens: readonly CancellationToken[], work: () => Promise<T>): Promise<T> {
    if (this.inTransaction) return work();
    await this.execute(sqlStatement("BEGIN"), tokens);
    this.inTransaction = true;
    try {
      const value = await work();
      await this.execute(sqlStatement("COMMIT"), tokens);
      return value;
    } catch (error) {
      await this.execute(sqlStatement("ROLLBACK"), []).catch(() => {
        this.isBroken = true; // the service rolls back when the session is closed
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

const CANCEL_TIMEOUT_ERROR = new Error("The service did not stop the statement in time");

/** Cancels a statement when a token is cancelled; `timeout` rejects if the service does not stop it in time. */
function watchCancellation(
  statement: RowStatement,
  tokens: readonly CancellationToken[],
): { readonly timeout: Promise<never>; dispose(): void } {
  const timers: NodeJS.Timeout[] = [];
  let rejectAsTimeout: () => void = () => undefined;
  const timeout = new Promise<never>((_, reject) => {
    rejectAsTimeout = () => reject(CANCEL_TIMEOUT_ERROR);
  });
  timeout.catch(() => undefined);
  const cancel = (): void => {
    if (timers.length > 0) return;
    statement.cancel();
    timers.push(
      setInterval(() => statement.cancel(), CANCEL_EVERY_MS),
      setTimeout(rejectAsTimeout, CANCEL_TIMEOUT_MS),
    );
  };
  const unsubscribe = tokens.map((token) => token.onCancel(cancel));
  return {
    timeout,
    dispose() {
      for (const unsubscribeToken of unsubscribe) unsubscribeToken();
      for (const timer of timers) clearInterval(timer);
    },
  };
}

async function recordsOf(statement: RowStatement): Promise<Records> {
  const names = columnsOf(statement).map((column) => column.getName());
  const records: ReadonlyMap<string, string | null>[] = [];
  for await (const row of rawRows(statement)) records.push(new Map(names.map((name, i) => [name, textOf(row[i])])));
  return records;
}
const textOf = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));

const resultColumns = (statement: RowStatement): readonly ResultColumn[] =>
  columnsOf(statement).map((column) => ({
    name: column.getName(),
    type: column.getType().toUpperCase(),
    dtype: dtypeOfColumn({ type: column.getType(), precision: column.getPrecision(), scale: column.getScale() }),
  }));

const ddlInTransactionError = (sql: string): AvocetError =>
  new AvocetError(
    "unsupported-operation",
    "Snowflake ends the transaction when it creates, alters or drops tables or views",
    {
      hint: "Run the statement before or after the transaction. To remove all rows inside the transaction, use delete.",
      sql,
    },
  );
