import type { ResultColumn, Session, Statement } from "@avocet/backends/connection";
import { textDecoder } from "@avocet/backends/connection";
import type { Batch, DType, ir, ValueModes } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { Database, SqlValue } from "sql.js";
import { quote, stored } from "./literal.js";
import { dtypeOf } from "./types.js";

/** What SQLite said, as an AvocetError with its reason. */
function engineError(error: unknown, sql: string): AvocetError {
  if (error instanceof AvocetError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (/no such (table|view)/.test(message)) return new AvocetError("unknown-table", message, { sql, cause: error });
  const data = /overflow|too big/.test(message);
  const reason = data ? "data" : /constraint/.test(message) ? "constraint" : "syntax";
  return new AvocetError("backend", message, { reason, sql, cause: error });
}
/** The table that SQLite did not find. */
export const missingTable = (error: unknown): string | undefined =>
  error instanceof AvocetError ? /^no such (?:table|view): (?:\w+\.)?(.+)$/m.exec(error.message)?.[1] : undefined;

const untold = (column: string, name: string): AvocetError =>
  new AvocetError("unsupported-operation", `sqlite does not tell the type of \`${column}\`, which ${name} works out`, {
    hint: "Go on with the table that createView gave, or keep the rows in a table.",
  });

/** A database in memory, as a session. sql.js does not wait for anything: statements run one after the other by themselves. */
export class SqliteSession implements Session {
  private readonly database: Database;
  private depth = 0;

  constructor(database: Database) {
    this.database = database;
    // LIKE is to tell cases apart; a view of a table that is replaced is to go on reading the name.
    database.exec("PRAGMA case_sensitive_like = TRUE; PRAGMA legacy_alter_table = TRUE");
  }
  /** All rows of a statement. */
  rows({ sql, values }: Statement): SqlValue[][] {
    try {
      const statement = this.database.prepare(sql);
      try {
        statement.bind(values.map(({ value, dtype }) => stored(value, dtype)));
        const rows: SqlValue[][] = [];
        while (statement.step()) rows.push(statement.get(null, { useBigInt: true }));
        return rows;
      } finally {
        statement.free();
      }
    } catch (error) {
      throw engineError(error, sql);
    }
  }
  async run(statement: Statement): Promise<number> {
    this.rows(statement);
    return this.database.getRowsModified();
  }
  /** The columns of a table or view. SQLite knows no types of other expressions. */
  columnsOf(name: string): ResultColumn[] {
    const table = `'${name.replaceAll("'", "''")}'`;
    const found = this.rows({ sql: `SELECT name, type FROM pragma_table_info(${table})`, values: [] });
    if (found.length === 0) throw engineError(new Error(`no such table: ${name}`), "");
    return found.map(([column, type]) => {
      if (type === "") throw untold(String(column), name);
      return { name: String(column), type: String(type), dtype: dtypeOf(String(type)) };
    });
  }
  async columns(sql: string): Promise<ResultColumn[]> {
    const view = "avocet columns";
    this.rows({ sql: `CREATE TEMP VIEW ${quote(view)} AS ${sql}`, values: [] });
    try {
      return this.columnsOf(view);
    } finally {
      this.rows({ sql: `DROP VIEW ${quote(view)}`, values: [] });
    }
  }
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    const name = quote(`avocet ${this.depth++}`);
    this.rows({ sql: `SAVEPOINT ${name}`, values: [] });
    try {
      const result = await work();
      this.rows({ sql: `RELEASE ${name}`, values: [] });
      return result;
    } catch (error) {
      this.rows({ sql: `ROLLBACK TO ${name}`, values: [] });
      this.rows({ sql: `RELEASE ${name}`, values: [] });
      throw error;
    } finally {
      this.depth--;
    }
  }
  close(): void {
    this.database.close();
  }
}

/** Rows as columns of JavaScript values. */
export function batchOf(rows: readonly SqlValue[][], schema: ir.Fields, modes: ValueModes): Batch {
  const columns = [...schema].map(([name, dtype], i) => {
    const decode = textDecoder(dtype, { modes, binary: "hex" }, name);
    return rows.map((row) => {
      const value = row[i] ?? null;
      return value === null ? null : decode(String(checked(value, dtype, name)));
    });
  });
  return { rowCount: rows.length, columns };
}
/** SQLite makes a float of an integer that is too large. */
function checked(value: SqlValue, { kind }: DType, column: string): SqlValue {
  if (kind.startsWith("int") && typeof value === "number")
    throw new AvocetError("backend", `an integer in the column \`${column}\` is beyond 64 bits: ${value}`, {
      reason: "data",
      hint: "Cast to float64 before the arithmetic, or keep the numbers smaller.",
    });
  return value;
}
