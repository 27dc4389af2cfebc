import { randomUUID } from "node:crypto";
import type { DuckDBConnection } from "@duckdb/node-api";
import { cancelled, missingObject, SnowflakeError, timedOut, translateError } from "../errors.js";
import { parse } from "../translate/ast.js";
import { decode } from "../translate/names.js";
import type { Plan } from "../translate/statement.js";
import { placeOf, plan } from "../translate/statement.js";
import type { Bind, Settings } from "../translate/translation-context.js";
import { translation } from "../translate/translation-context.js";
import { describe, searchPath, showObjects } from "./catalog.js";
import type { WireResult } from "./result.js";
import { queryResult, table } from "./result.js";
import { fixed, textColumn, wireType } from "./column-encoding.js";

/** Parameters of a session that something here looks at, as they are at the beginning. */
export const DEFAULTS: Readonly<Record<string, string>> = {
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

/** A statement on its way. */
export interface Request {
  readonly requestId: string;
  readonly sql: string;
  readonly binds: readonly Bind[];
  readonly parameters: Readonly<Record<string, string>>;
  readonly describeOnly: boolean;
}
/** A statement that ran or runs. */
export interface Record_ {
  readonly queryId: string;
  readonly requestId: string;
  readonly session: string;
  readonly sql: string;
  readonly tag: string;
  state: "running" | "done" | "failed" | "cancelled";
}
/** Where a session begins. */
export interface Start {
  readonly user: string;
  readonly role: string;
  readonly warehouse: string | null;
  readonly database: string | null;
  readonly schema: string | null;
}

/** A session: a connection of its own, on which one statement runs after the other. */
export class Session implements Settings {
  readonly session = randomUUID();
  readonly user: string;
  role: string;
  warehouse: string | null;
  database: string | null;
  schema: string | null;
  private readonly on: DuckDBConnection;
  private readonly set = new Map<string, string>(Object.entries(DEFAULTS));
  private statement: Readonly<Record<string, string>> = {};
  private readonly record: (entry: Record_) => void;
  private readonly stops = new Map<string, () => void>();
  private last: Promise<unknown> = Promise.resolve();
  private inTransaction = false;

  constructor(on: DuckDBConnection, start: Start, record: (entry: Record_) => void) {
    this.on = on;
    this.record = record;
    this.user = start.user;
    this.role = start.role;
    this.warehouse = start.warehouse;
    this.database = start.database;
    this.schema = start.schema;
  }
  /** Goes to the place where the session begins; one that is not there leaves the session without any. */
  async open(): Promise<void> {
    await this.on.run(
      "SET TimeZone = 'UTC'; SET autoinstall_known_extensions = false; SET autoload_known_extensions = false",
    );
    if (this.database === null) return;
    try {
      await this.on.run(searchPath(this.database, this.schema ?? "PUBLIC"));
      this.schema ??= "PUBLIC";
    } catch {
      this.database = null;
      this.schema = null;
    }
  }
  parameter(name: string): string {
    return this.statement[name] ?? this.set.get(name) ?? "";
  }
  parameters(): readonly { readonly name: string; readonly value: string | boolean }[] {
    return [...this.set].map(([name, value]) => ({
      name,
      value: value === "true" || value === "false" ? value === "true" : value,
    }));
  }

  /** Runs a statement when those before it have ended. */
  execute(request: Request, queryId: string): Promise<WireResult> {
    const entry: Record_ = {
      queryId,
      requestId: request.requestId,
      session: this.session,
      sql: request.sql,
      tag: request.parameters.QUERY_TAG ?? this.parameter("QUERY_TAG"),
      state: "running",
    };
    this.record(entry);
    const next = this.last.then(() => this.run(request, entry));
    this.last = next.catch(() => undefined);
    return next;
  }
  private async run(request: Request, entry: Record_): Promise<WireResult> {
    let why: SnowflakeError | null = null;
    let again: NodeJS.Timeout | undefined;
    const stop = (reason: SnowflakeError): void => {
      why ??= reason;
      this.on.interrupt();
      again ??= setInterval(() => this.on.interrupt(), INTERRUPT_EVERY_MS);
    };
    this.stops.set(entry.requestId, () => stop(cancelled()));
    this.stops.set(entry.queryId, () => stop(cancelled()));
    this.statement = request.parameters;
    const seconds = Number(this.parameter("STATEMENT_TIMEOUT_IN_SECONDS"));
    const timer = setTimeout(() => stop(timedOut(seconds)), Math.min(seconds * 1000, 2 ** 31 - 1));
    try {
      const result = await this.perform(request);
      entry.state = "done";
      return result;
    } catch (error) {
      entry.state = why ? "cancelled" : "failed";
      throw why ?? translateError(error, decodeMessage);
    } finally {
      clearTimeout(timer);
      clearInterval(again);
      this.stops.delete(entry.requestId);
      this.stops.delete(entry.queryId);
    }
  }
  /** Stops a statement by the id of its request or its query. */
  abort(id: string): boolean {
    const stop = this.stops.get(id);
    stop?.();
    return stop !== undefined;
  }

  private async perform({ sql, binds, describeOnly }: Request): Promise<WireResult> {
    const explained = /^\s*EXPLAIN\s+(?:USING\s+\w+\s+)?(?=SELECT|WITH|\()/i.exec(sql);
    const statements = await parse(explained ? sql.slice(explained[0].length) : sql);
    const [node] = statements;
    if (node === undefined) throw new SnowflakeError("000900", "42601", "SQL compilation error:\nEmpty SQL statement.");
    if (statements.length > 1)
      throw new SnowflakeError(
        "000008",
        "0A000",
        `Actual statement count ${statements.length} did not match the desired statement count 1.`,
      );
    const given = plan(node, translation(this, binds));
    const wanted: Plan = explained && given.kind === "query" ? { kind: "explain", sql: given.sql } : given;
    if (describeOnly) return this.described(wanted);
    if (this.warehouse === null && (wanted.kind === "query" || wanted.kind === "rows changed"))
      throw new SnowflakeError(
        "000606",
        "57P03",
        "No active warehouse selected in the current session.  Select an active warehouse with the 'use warehouse' command.",
      );
    return this.performed(wanted);
  }

  private async described(wanted: Plan): Promise<WireResult> {
    if (wanted.kind === "rows changed") return changed(wanted.change, new Map());
    if (wanted.kind !== "query") return status("");
    const prepared = await this.on.prepare(wanted.sql);
    try {
      const rowtype = Array.from(
        { length: prepared.columnCount },
        (_, i) => wireType(decode(prepared.columnName(i)), prepared.columnType(i), true).row,
      );
      return table(rowtype, []);
    } finally {
      prepared.destroySync();
    }
  }

  private async performed(wanted: Plan): Promise<WireResult> {
    switch (wanted.kind) {
      case "query":
        return queryResult(
          await this.on.run(wanted.sql),
          this.parameter("STRICT_JSON_OUTPUT").toLowerCase() === "true",
        );
      case "explain": {
        const plan = await this.on.runAndReadAll(`EXPLAIN ${wanted.sql}`);
        const text = plan.getRows().map((row) => String(row[1]));
        return table(
          [textColumn("content")],
          text.map((line) => [decodeMessage(line)]),
        );
      }
      case "rows changed":
        return this.change(wanted.change, wanted.sql);
      case "definition": {
        // A definition commits the transaction that is open: https://docs.snowflake.com/en/sql-reference/transactions
        if (this.inTransaction) await this.transaction("COMMIT");
        await this.together(wanted.sql);
        return status(wanted.status);
      }
      case "transaction":
        await this.transaction(wanted.sql);
        return status("Statement executed successfully.");
      case "use":
        return this.use(wanted.what, wanted.path);
      case "parameters":
        for (const [name, value] of wanted.set) this.set.set(name, value ?? DEFAULTS[name] ?? "");
        return status("Statement executed successfully.");
      case "objects":
        return showObjects(this.on, this, wanted.path, wanted.like, wanted.views);
      case "describe":
        return describe(this.on, this, wanted.path);
    }
  }

  private async change(kind: "insert" | "update" | "delete" | "merge", sql: string): Promise<WireResult> {
    const result = await this.on.runAndReadAll(sql);
    if (kind !== "merge") return changed(kind, new Map([[kind, result.rowsChanged]]));
    const counts = new Map<string, number>();
    for (const [action] of result.getRows()) {
      const name = String(action).toLowerCase();
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return changed(kind, counts);
  }
  private async together(statements: readonly string[]): Promise<void> {
    if (statements.length === 1) return void (await this.on.run(statements[0] ?? ""));
    await this.on.run("BEGIN TRANSACTION");
    try {
      for (const sql of statements) await this.on.run(sql);
      await this.on.run("COMMIT");
    } catch (error) {
      await this.on.run("ROLLBACK").catch(() => undefined);
      throw error;
    }
  }
  private async transaction(sql: string): Promise<void> {
    const begins = sql.startsWith("BEGIN");
    // Beginning twice and ending without a beginning do nothing.
    if (begins === this.inTransaction) return;
    this.inTransaction = begins;
    await this.on.run(sql);
  }
  private async use(what: "warehouse" | "role" | "database" | "schema", path: readonly string[]): Promise<WireResult> {
    const name = path.at(-1) ?? "";
    if (what === "warehouse") this.warehouse = name;
    else if (what === "role") this.role = name;
    else {
      const to = what === "database" ? { database: name, schema: "PUBLIC" } : placeOf(path, this);
      await this.on.run(searchPath(to.database, to.schema)).catch(() => {
        throw missingObject(path.join("."));
      });
      this.database = to.database;
      this.schema = to.schema;
    }
    return status("Statement executed successfully.");
  }

  /** Stops what runs, and lets go of the connection. */
  async close(): Promise<void> {
    for (const stop of this.stops.values()) stop();
    await this.last;
    this.on.closeSync();
  }
}

const status = (text: string): WireResult => table([textColumn("status")], [[text]], 0x6000);

const CHANGES = {
  insert: { id: 0x3100, columns: ["insert"] },
  update: { id: 0x3200, columns: ["update"] },
  delete: { id: 0x3300, columns: ["delete"] },
  merge: { id: 0x3400, columns: ["insert", "update", "delete"] },
} as const;
const WORDS = { insert: "inserted", update: "updated", delete: "deleted" } as const;
/** How many rows a statement has changed, as the driver adds them up. */
function changed(kind: keyof typeof CHANGES, counts: ReadonlyMap<string, number>): WireResult {
  const { id, columns } = CHANGES[kind];
  const extra = kind === "update" ? [{ type: fixed("number of multi-joined rows updated"), count: 0 }] : [];
  const cells = [
    ...columns.map((name) => ({ type: fixed(`number of rows ${WORDS[name]}`), count: counts.get(name) ?? 0 })),
    ...extra,
  ];
  return table(
    cells.map(({ type }) => type),
    [cells.map(({ count }) => String(count))],
    id,
  );
}

/** Names in messages are coded; what looks like one is decoded. */
const decodeMessage = (message: string): string => message.replace(/(?:\^.)+[^\s"'.,()]*/g, (name) => decode(name));
