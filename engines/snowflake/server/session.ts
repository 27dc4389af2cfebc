import { randomUUID } from "node:crypto";
import type { DuckDBConnection } from "@duckdb/node-api";
import { cancelledError, missingObjectError, SnowflakeError, timeoutError, translateError } from "../errors.js";
import { parse } from "../translate/ast.js";
import { decode } from "../translate/names.js";
import type { Plan } from "../translate/statement.js";
import { planStatement, resolveSchema } from "../translate/statement.js";
import type { Bind, Settings } from "../translate/translation-context.js";
import { createContext } from "../translate/translation-context.js";
import { describeTable, searchPath, showObjects } from "./catalog.js";
import { columnEncoding, fixedColumn, textColumn } from "./column-encoding.js";
import type { QueryResult } from "./result.js";
import { queryResult, tableResult } from "./result.js";

/** The initial values of the session parameters that the stand-in supports. */
export const DEFAULT_PARAMETERS: Readonly<Record<string, string>> = {
  TIMEZONE: "America/Los_Angeles",
  DATE_OUTPUT_FORMAT: "YYYY-MM-DD",
  TIME_OUTPUT_FORMAT: "HH24:MI:SS",
  TIMESTAMP_OUTPUT_FORMAT: "YYYY-MM-DD HH24:MI:SS.FF3 TZHTZM",
  TIMESTAMP_NTZ_OUTPUT_FORMAT: "YYYY-MM-DD HH24:MI:SS.FF3",
  TIMESTAMP_LTZ_OUTPUT_FORMAT: "",
  TIMESTAMP_TZ_OUTPUT_FORMAT: "",
  BINARY_OUTPUT_FORMAT: "HEX",
  STRICT_JSON_OUTPUT: "false",
  STATEMENT_TIMEOUT_IN_SECONDS: "172800",
  QUERY_TAG: "",
  QUOTED_IDENTIFIERS_IGNORE_CASE: "false",
  WEEK_START: "0",
};
const INTERRUPT_EVERY_MS = 10;

/** A request to run a statement. */
export interface Request {
  readonly requestId: string;
  readonly sql: string;
  readonly binds: readonly Bind[];
  readonly parameters: Readonly<Record<string, string>>;
  readonly describeOnly: boolean;
}
/** A running or completed statement. */
export interface StatementRecord {
  readonly queryId: string;
  readonly requestId: string;
  readonly session: string;
  readonly sql: string;
  readonly tag: string;
  state: "running" | "done" | "failed" | "cancelled";
}
/** The initial state of a session. */
export interface SessionStart {
  readonly user: string;
  readonly role: string;
  readonly warehouse: string | null;
  readonly database: string | null;
  readonly schema: string | null;
}

/** A session with a separate DuckDB connection, which runs one statement at a time. */
export class Session implements Settings {
  readonly session = randomUUID();
  readonly user: string;
  role: string;
  warehouse: string | null;
  database: string | null;
  schema: string | null;
  private readonly connection: DuckDBConnection;
  private readonly sessionParameters = new Map<string, string>(Object.entries(DEFAULT_PARAMETERS));
  private statementParameters: Readonly<Record<string, string>> = {};
  private readonly addToHistory: (entry: StatementRecord) => void;
  private readonly cancelById = new Map<string, () => void>();
  private lastExecution: Promise<unknown> = Promise.resolve();
  private inTransaction = false;

  constructor(connection: DuckDBConnection, start: SessionStart, addToHistory: (entry: StatementRecord) => void) {
    this.connection = connection;
    this.addToHistory = addToHistory;
    this.user = start.user;
    this.role = start.role;
    this.warehouse = start.warehouse;
    this.database = start.database;
    this.schema = start.schema;
  }
  /** Selects the initial schema. If it does not exist, the session has no current schema. */
  async open(): Promise<void> {
    await this.connection.run(
      "SET TimeZone = 'UTC'; SET autoinstall_known_extensions = false; SET autoload_known_extensions = false",
    );
    if (this.database === null) return;
    try {
      await this.connection.run(searchPath(this.database, this.schema ?? "PUBLIC"));
      this.schema ??= "PUBLIC";
    } catch {
      this.database = null;
      this.schema = null;
    }
  }
  parameter(name: string): string {
    return this.statementParameters[name] ?? this.sessionParameters.get(name) ?? "";
  }
  parameters(): readonly { readonly name: string; readonly value: string | boolean }[] {
    return [...this.sessionParameters].map(([name, value]) => ({
      name,
      value: value === "true" || value === "false" ? value === "true" : value,
    }));
  }

  /** Runs a statement after the previous ones have ended. */
  execute(request: Request, queryId: string): Promise<QueryResult> {
    const entry: StatementRecord = {
      queryId,
      requestId: request.requestId,
      session: this.session,
      sql: request.sql,
      tag: request.parameters.QUERY_TAG ?? this.parameter("QUERY_TAG"),
      state: "running",
    };
    this.addToHistory(entry);
    const next = this.lastExecution.then(() => this.run(request, entry));
    this.lastExecution = next.catch(() => undefined);
    return next;
  }
  private async run(request: Request, entry: StatementRecord): Promise<QueryResult> {
    let cancelReason: SnowflakeError | null = null;
    let interruptTimer: NodeJS.Timeout | undefined;
    const cancel = (reason: SnowflakeError): void => {
      cancelReason ??= reason;
      this.connection.interrupt();
      interruptTimer ??= setInterval(() => this.connection.interrupt(), INTERRUPT_EVERY_MS);
    };
    this.cancelById.set(entry.requestId, () => cancel(cancelledError()));
    this.cancelById.set(entry.queryId, () => cancel(cancelledError()));
    this.statementParameters = request.parameters;
    const seconds = Number(this.parameter("STATEMENT_TIMEOUT_IN_SECONDS"));
    const timer = setTimeout(() => cancel(timeoutError(seconds)), Math.min(seconds * 1000, 2 ** 31 - 1));
    try {
      const result = await this.prepareAndRun(request);
      entry.state = "done";
      return result;
    } catch (error) {
      entry.state = cancelReason ? "cancelled" : "failed";
      throw cancelReason ?? translateError(error, decodeMessage);
    } finally {
      clearTimeout(timer);
      clearInterval(interruptTimer);
      this.cancelById.delete(entry.requestId);
      this.cancelById.delete(entry.queryId);
    }
  }
  /** Cancels a statement by its request id or query id. */
  abort(id: string): boolean {
    const cancel = this.cancelById.get(id);
    cancel?.();
    return cancel !== undefined;
  }

  private async prepareAndRun({ sql, binds, describeOnly }: Request): Promise<QueryResult> {
    const explainPrefix = /^\s*EXPLAIN\s+(?:USING\s+\w+\s+)?(?=SELECT|WITH|\()/i.exec(sql);
    const statements = await parse(explainPrefix ? sql.slice(explainPrefix[0].length) : sql);
    const [node] = statements;
    if (node === undefined) throw new SnowflakeError("000900", "42601", "SQL compilation error:\nEmpty SQL statement.");
    if (statements.length > 1)
      throw new SnowflakeError(
        "000008",
        "0A000",
        `Actual statement count ${statements.length} did not match the desired statement count 1.`,
      );
    const statementPlan = planStatement(node, createContext(this, binds));
    const effectivePlan: Plan =
      explainPrefix && statementPlan.kind === "query" ? { kind: "explain", sql: statementPlan.sql } : statementPlan;
    if (describeOnly) return this.describePlan(effectivePlan);
    if (this.warehouse === null && (effectivePlan.kind === "query" || effectivePlan.kind === "rows changed"))
      throw new SnowflakeError(
        "000606",
        "57P03",
        "No active warehouse selected in the current session.  Select an active warehouse with the 'use warehouse' command.",
      );
    return this.runPlan(effectivePlan);
  }

  private async describePlan(plan: Plan): Promise<QueryResult> {
    if (plan.kind === "rows changed") return changeResult(plan.change, new Map());
    if (plan.kind !== "query") return statusResult("");
    const prepared = await this.connection.prepare(plan.sql);
    try {
      const rowtype = Array.from(
        { length: prepared.columnCount },
        (_, i) => columnEncoding(decode(prepared.columnName(i)), prepared.columnType(i), true).column,
      );
      return tableResult(rowtype, []);
    } finally {
      prepared.destroySync();
    }
  }

  private async runPlan(plan: Plan): Promise<QueryResult> {
    switch (plan.kind) {
      case "query":
        return queryResult(
          await this.connection.run(plan.sql),
          this.parameter("STRICT_JSON_OUTPUT").toLowerCase() === "true",
        );
      case "explain": {
        const explanation = await this.connection.runAndReadAll(`EXPLAIN ${plan.sql}`);
        const text = explanation.getRows().map((row) => String(row[1]));
        return tableResult(
          [textColumn("content")],
          text.map((line) => [decodeMessage(line)]),
        );
      }
      case "rows changed":
        return this.changeRows(plan.change, plan.sql);
      case "definition": {
        // DDL commits an open transaction: https://docs.snowflake.com/en/sql-reference/transactions
        if (this.inTransaction) await this.transaction("COMMIT");
        await this.runAtomically(plan.sql);
        return statusResult(plan.status);
      }
      case "transaction":
        await this.transaction(plan.sql);
        return statusResult("Statement executed successfully.");
      case "use":
        return this.use(plan.target, plan.path);
      case "parameters":
        for (const [name, value] of plan.values)
          this.sessionParameters.set(name, value ?? DEFAULT_PARAMETERS[name] ?? "");
        return statusResult("Statement executed successfully.");
      case "objects":
        return showObjects(this.connection, this, plan.path, plan.like, plan.views);
      case "describe":
        return describeTable(this.connection, this, plan.path);
    }
  }

  private async changeRows(kind: "insert" | "update" | "delete" | "merge", sql: string): Promise<QueryResult> {
    const result = await this.connection.runAndReadAll(sql);
    if (kind !== "merge") return changeResult(kind, new Map([[kind, result.rowsChanged]]));
    const counts = new Map<string, number>();
    for (const [action] of result.getRows()) {
      const name = String(action).toLowerCase();
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return changeResult(kind, counts);
  }
  private async runAtomically(statements: readonly string[]): Promise<void> {
    if (statements.length === 1) return void (await this.connection.run(statements[0] ?? ""));
    await this.connection.run("BEGIN TRANSACTION");
    try {
      for (const sql of statements) await this.connection.run(sql);
      await this.connection.run("COMMIT");
    } catch (error) {
      await this.connection.run("ROLLBACK").catch(() => undefined);
      throw error;
    }
  }
  private async transaction(sql: string): Promise<void> {
    const isBegin = sql.startsWith("BEGIN");
    // A nested BEGIN, and COMMIT or ROLLBACK outside a transaction, have no effect.
    if (isBegin === this.inTransaction) return;
    this.inTransaction = isBegin;
    await this.connection.run(sql);
  }
  private async use(
    target: "warehouse" | "role" | "database" | "schema",
    path: readonly string[],
  ): Promise<QueryResult> {
    const name = path.at(-1) ?? "";
    if (target === "warehouse") this.warehouse = name;
    else if (target === "role") this.role = name;
    else {
      const namespace = target === "database" ? { database: name, schema: "PUBLIC" } : resolveSchema(path, this);
      await this.connection.run(searchPath(namespace.database, namespace.schema)).catch(() => {
        throw missingObjectError(path.join("."));
      });
      this.database = namespace.database;
      this.schema = namespace.schema;
    }
    return statusResult("Statement executed successfully.");
  }

  /** Cancels the running statements, and closes the connection. */
  async close(): Promise<void> {
    for (const cancel of this.cancelById.values()) cancel();
    await this.lastExecution;
    this.connection.closeSync();
  }
}

const statusResult = (text: string): QueryResult => tableResult([textColumn("status")], [[text]], 0x6000);

const CHANGE_RESULTS = {
  insert: { id: 0x3100, columns: ["insert"] },
  update: { id: 0x3200, columns: ["update"] },
  delete: { id: 0x3300, columns: ["delete"] },
  merge: { id: 0x3400, columns: ["insert", "update", "delete"] },
} as const;
const CHANGE_VERBS = { insert: "inserted", update: "updated", delete: "deleted" } as const;
/** The result of a DML statement, with its row counts. */
function changeResult(kind: keyof typeof CHANGE_RESULTS, counts: ReadonlyMap<string, number>): QueryResult {
  const { id, columns } = CHANGE_RESULTS[kind];
  const extra = kind === "update" ? [{ type: fixedColumn("number of multi-joined rows updated"), count: 0 }] : [];
  const cells = [
    ...columns.map((name) => ({
      type: fixedColumn(`number of rows ${CHANGE_VERBS[name]}`),
      count: counts.get(name) ?? 0,
    })),
    ...extra,
  ];
  return tableResult(
    cells.map(({ type }) => type),
    [cells.map(({ count }) => String(count))],
    id,
  );
}

/** Decodes whatever looks like an encoded name in a message. */
const decodeMessage = (message: string): string => message.replace(/(?:\^.)+[^\s"'.,()]*/g, (name) => decode(name));
