import type { Catalog, ConnectionSettings, Definitions, Driver, Statement } from "@avocet/backends/connection";
import { Connection, plain } from "@avocet/backends/connection";
import type { Batch, CompiledQuery, CompileOptions, ir, ReadOptions } from "@avocet/core";
import { AvocetError, valueModes } from "@avocet/core";
import initSqlJs from "sql.js";
import { compileSqlite, sqlite } from "./dialect.js";
import { quote } from "./literal.js";
import { batchOf, missingTable, SqliteSession } from "./session.js";
import { typeName } from "./types.js";

const OBJECTS = "(SELECT name, type FROM sqlite_schema UNION ALL SELECT name, type FROM sqlite_temp_schema)";
const catalog: Catalog<SqliteSession> = {
  names: async (on) =>
    on.rows(plain(`SELECT name FROM ${OBJECTS} WHERE type IN ('table', 'view')`)).map(([name]) => String(name)),
  async kindOf(on, name) {
    const text = sqlite.literal(name, { kind: "string", nullable: false });
    const [found] = on.rows(plain(`SELECT type FROM ${OBJECTS} WHERE lower(name) = lower(${text})`));
    return found === undefined ? null : found[0] === "view" ? "view" : "table";
  },
  columnsOf: async (on, name) => on.columnsOf(name),
};

/** Tables are declared and filled, as CREATE TABLE AS would forget their types; a draft takes the place of what is there. */
const definitions: Definitions<SqliteSession> = {
  createTable: (on, name, query, { replace = false, ifNotExists = false, temporary = false }) =>
    on.transaction(async () => {
      const kind = replace || ifNotExists ? await catalog.kindOf(on, name) : null;
      if (kind !== null && ifNotExists) return;
      const draft = quote(kind === null ? name : `${name} (new)`);
      const columns = [...(query.schema ?? [])].map(([column, dtype]) => `${quote(column)} ${typeName(dtype)}`);
      await on.run(plain(`CREATE ${temporary ? "TEMPORARY " : ""}TABLE ${draft} (${columns.join(", ")})`));
      await on.run({ ...query, sql: `INSERT INTO ${draft}\n${query.sql}` });
      if (kind === null) return;
      await on.run(plain(`DROP ${kind} ${quote(name)}`));
      await on.run(plain(`ALTER TABLE ${draft} RENAME TO ${quote(name)}`));
    }),
  createView: (on, name, sql, _, kind) =>
    on.transaction(async () => {
      if (kind !== null) await on.run(plain(`DROP ${kind} ${quote(name)}`));
      await on.run(plain(`CREATE VIEW ${quote(name)} AS\n${sql}`));
      await on.run(plain(`SELECT * FROM ${quote(name)} LIMIT 0`)); // a view is not looked into when it is made
    }),
};

class SqliteDriver implements Driver<SqliteSession> {
  readonly dialect = sqlite;
  readonly catalog = catalog;
  readonly definitions = definitions;
  readonly missingTable = missingTable;
  readonly atomicDefinitions = true;
  private readonly session: SqliteSession;
  /** The end of the statements that were asked for, as transactions take their time. Those inside of one do not wait for it. */
  private last: Promise<unknown> = Promise.resolve();
  private open = true;

  constructor(session: SqliteSession) {
    this.session = session;
  }
  compile(relation: ir.Relation, options?: CompileOptions): CompiledQuery {
    return compileSqlite(relation, options);
  }
  withReadSession<T>(work: (on: SqliteSession) => Promise<T>): Promise<T> {
    const done = this.last.then(() => work(this.session));
    this.last = done.catch(() => undefined);
    return done;
  }
  withWriteSession<T>(work: (on: SqliteSession) => Promise<T>): Promise<T> {
    return this.withReadSession(work);
  }
  transaction<T>(work: (inside: this) => Promise<T>): Promise<T> {
    return this.withReadSession((on) => on.transaction(() => work(new SqliteDriver(on) as this))); // the class is not derived from
  }
  async *read(statement: Statement, schema: ir.Fields, options: ReadOptions): AsyncGenerator<Batch> {
    const rows = await this.withReadSession(async (on) => on.rows(statement));
    yield batchOf(rows, schema, valueModes(options.values));
  }
  async explain(statement: Statement): Promise<string> {
    const rows = await this.withReadSession(async (on) =>
      on.rows({ ...statement, sql: `EXPLAIN QUERY PLAN ${statement.sql}` }),
    );
    return rows.map((row) => row[3]).join("\n");
  }
  async close(): Promise<void> {
    await this.last;
    if (this.open) this.session.close();
    this.open = false;
  }
}

/** A SQLite database in memory. */
export class SqliteConnection extends Connection<SqliteSession, SqliteDriver> {
  protected within(driver: SqliteDriver): this {
    return new SqliteConnection(driver, this.settings, this) as this; // the class is not derived from
  }
  override truncate(name: string): Promise<void> {
    return this.raw(`DELETE FROM ${quote(name)}`);
  }
  override async merge(): Promise<number | null> {
    throw new AvocetError("unsupported-operation", "sqlite has no MERGE", {
      hint: "Delete the old rows, then insert.",
    });
  }
}

/**
 * Opens a database in memory.
 * @example await connect()
 */
export async function connect(settings: ConnectionSettings = {}): Promise<SqliteConnection> {
  const { Database } = await initSqlJs({ useOldExtensionFunctions: false });
  return new SqliteConnection(new SqliteDriver(new SqliteSession(new Database())), settings);
}
