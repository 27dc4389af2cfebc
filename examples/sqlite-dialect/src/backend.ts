import type { Catalog, ConnectionSettings, Definitions, Driver, Statement } from "@avocet/backends/connection";
import { Connection, sqlStatement } from "@avocet/backends/connection";
import type { CompiledQuery, CompileOptions } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { Batch, ReadOptions } from "@avocet/core/backend";
import { resolveEncoding } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import initSqlJs from "sql.js";
import { sqlite } from "./dialect.js";
import { quote } from "./literal.js";
import { batchOf, missingTable, SqliteSession } from "./session.js";
import { typeName } from "./types.js";

const OBJECTS = "(SELECT name, type FROM sqlite_schema UNION ALL SELECT name, type FROM sqlite_temp_schema)";
const catalog: Catalog<SqliteSession> = {
  names: async (session) =>
    session
      .rows(sqlStatement(`SELECT name FROM ${OBJECTS} WHERE type IN ('table', 'view')`))
      .map(([name]) => String(name)),
  async kindOf(session, name) {
    const text = sqlite.literal(name, { kind: "string", nullable: false });
    const [row] = session.rows(sqlStatement(`SELECT type FROM ${OBJECTS} WHERE lower(name) = lower(${text})`));
    return row === undefined ? null : row[0] === "view" ? "view" : "table";
  },
  columnsOf: async (session, name) => session.columnsOf(name),
};

/**
 * Creates tables with declared types and then inserts the rows, because CREATE TABLE AS loses the types. To replace a
 * table, the new one is created under another name first.
 */
const definitions: Definitions<SqliteSession> = {
  createTable: (session, name, query, { replace = false, ifNotExists = false, temporary = false }) =>
    session.transaction(async () => {
      const kind = replace || ifNotExists ? await catalog.kindOf(session, name) : null;
      if (kind !== null && ifNotExists) return;
      const draft = quote(kind === null ? name : `${name} (new)`);
      const columns = [...(query.schema ?? [])].map(
        ([column, dtype]) => `${quote(column)} ${typeName(dtype)}${dtype.nullable ? "" : " NOT NULL"}`,
      );
      await session.run(sqlStatement(`CREATE ${temporary ? "TEMPORARY " : ""}TABLE ${draft} (${columns.join(", ")})`));
      await session.run({ ...query, sql: `INSERT INTO ${draft}\n${query.sql}` });
      if (kind === null) return;
      await session.run(sqlStatement(`DROP ${kind} ${quote(name)}`));
      await session.run(sqlStatement(`ALTER TABLE ${draft} RENAME TO ${quote(name)}`));
    }),
  createView: (session, name, sql, _, kind) =>
    session.transaction(async () => {
      if (kind !== null) await session.run(sqlStatement(`DROP ${kind} ${quote(name)}`));
      await session.run(sqlStatement(`CREATE VIEW ${quote(name)} AS\n${sql}`));
      await session.run(sqlStatement(`SELECT * FROM ${quote(name)} LIMIT 0`)); // CREATE VIEW does not check the query
    }),
};

class SqliteDriver implements Driver<SqliteSession> {
  readonly dialect = sqlite;
  readonly catalog = catalog;
  readonly definitions = definitions;
  readonly missingTable = missingTable;
  readonly transactionalDdl = true;
  private readonly session: SqliteSession;
  /**
   * Settles after the last queued operation. Operations of a transaction use a separate driver and do not wait for it.
   */
  private lastOperation: Promise<unknown> = Promise.resolve();
  private isOpen = true;

  constructor(session: SqliteSession) {
    this.session = session;
  }
  compile(relation: ir.Relation, options?: CompileOptions): CompiledQuery {
    return sqlite.compile(relation, options);
  }
  withReadSession<T>(work: (session: SqliteSession) => Promise<T>): Promise<T> {
    const result = this.lastOperation.then(() => work(this.session));
    this.lastOperation = result.catch(() => undefined);
    return result;
  }
  withWriteSession<T>(work: (session: SqliteSession) => Promise<T>): Promise<T> {
    return this.withReadSession(work);
  }
  transaction<T>(work: (driver: this) => Promise<T>): Promise<T> {
    // The class has no subclasses.
    return this.withReadSession((session) => session.transaction(() => work(new SqliteDriver(session) as this)));
  }
  async *read(statement: Statement, schema: ir.Fields, options: ReadOptions): AsyncGenerator<Batch> {
    const rows = await this.withReadSession(async (session) => session.rows(statement));
    yield batchOf(rows, schema, resolveEncoding(options.values));
  }
  async explain(statement: Statement): Promise<string> {
    const rows = await this.withReadSession(async (session) =>
      session.rows({ ...statement, sql: `EXPLAIN QUERY PLAN ${statement.sql}` }),
    );
    return rows.map((row) => row[3]).join("\n");
  }
  async close(): Promise<void> {
    await this.lastOperation;
    if (this.isOpen) this.session.close();
    this.isOpen = false;
  }
}

/** A connection to an in-memory SQLite database. */
export class SqliteConnection extends Connection<SqliteSession, SqliteDriver> {
  protected forTransaction(driver: SqliteDriver): this {
    return new SqliteConnection(driver, this.settings, this) as this; // no subclasses
  }
  override truncate(name: string): Promise<void> {
    return this.raw(`DELETE FROM ${quote(name)}`);
  }
  override async merge(): Promise<number | null> {
    throw new AvocetError("unsupported-operation", "MERGE is not supported by sqlite", {
      hint: "Delete the old rows, then insert the new ones.",
    });
  }
}

/**
 * Opens an in-memory database.
 * @example await connect()
 */
export async function connect(settings: ConnectionSettings = {}): Promise<SqliteConnection> {
  const { Database } = await initSqlJs({ useOldExtensionFunctions: false });
  return new SqliteConnection(new SqliteDriver(new SqliteSession(new Database())), { ...settings, target: ":memory:" });
}
