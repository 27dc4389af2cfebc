import type { ResultColumn, Session, Statement } from "@avocet/backends/connection";
import { textDecoder } from "@avocet/backends/connection";
import type { DType, ValueEncoding } from "@avocet/core";
import { AvocetError, notNull } from "@avocet/core";
import type { Batch } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import type { Database, SqlValue } from "sql.js";
import { encodeValue, quote } from "./literal.js";
import { dtypeOf } from "./types.js";

/** Converts an error of SQLite to an AvocetError with its reason. */
function engineError(error: unknown, sql: string): AvocetError {
  if (error instanceof AvocetError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (/no such (table|view)/.test(message)) return new AvocetError("unknown-table", message, { sql, cause: error });
  const data = /overflow|too big/.test(message);
  const reason = data ? "data" : /constraint/.test(message) ? "constraint" : "syntax";
  return new AvocetError("backend", message, { reason, sql, cause: error });
}
/** Returns the name of the table that SQLite did not find, if the error is about that. */
export const missingTable = (error: unknown): string | undefined =>
  error instanceof AvocetError ? /^no such (?:table|view): (?:\w+\.)?(.+)$/m.exec(error.message)?.[1] : undefined;

const unknownTypeError = (column: string, name: string): AvocetError =>
  new AvocetError(
    "unsupported-operation",
    `The type of \`${column}\`, which is computed in ${name}, is not reported by sqlite`,
    {
      hint: "Use the table that createView returned, or store the rows in a table.",
    },
  );

/** A session of an in-memory database. sql.js is synchronous, so statements run one after the other. */
export class SqliteSession implements Session {
  private readonly database: Database;
  private depth = 0;

  constructor(database: Database) {
    this.database = database;
    // LIKE must be case-sensitive; views must refer to tables by name, so that the tables can be replaced.
    database.exec("PRAGMA case_sensitive_like = TRUE; PRAGMA legacy_alter_table = TRUE");
  }
  /** Runs a statement and returns its rows. */
  rows({ sql, values }: Statement): SqlValue[][] {
    try {
      const statement = this.database.prepare(sql);
      try {
        statement.bind(values.map(({ value, dtype }) => encodeValue(value, dtype)));
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
  /** Returns the columns of a table or view. SQLite does not know the types of other expressions. */
  columnsOf(name: string): ResultColumn[] {
    const table = `'${name.replaceAll("'", "''")}'`;
    const rows = this.rows({ sql: `SELECT name, type, "notnull" FROM pragma_table_info(${table})`, values: [] });
    if (rows.length === 0) throw engineError(new Error(`no such table: ${name}`), "");
    return rows.map(([column, type, isRequired]) => {
      if (type === "") throw unknownTypeError(String(column), name);
      const dtype = dtypeOf(String(type));
      return {
        name: String(column),
        type: String(type),
        dtype: dtype && Number(isRequired) === 1 ? notNull(dtype) : dtype,
      };
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

/** Converts rows to columns of JavaScript values. */
export function batchOf(rows: readonly SqlValue[][], schema: ir.Fields, encoding: ValueEncoding): Batch {
  const columns = [...schema].map(([name, dtype], i) => {
    const decode = textDecoder(dtype, { encoding, binary: "hex" }, name);
    return rows.map((row) => {
      const value = row[i] ?? null;
      return value === null ? null : decode(String(rejectOverflow(value, dtype, name)));
    });
  });
  return { rowCount: rows.length, columns };
}
/** Throws for an integer beyond 64 bits, which SQLite turned into a float. */
function rejectOverflow(value: SqlValue, { kind }: DType, column: string): SqlValue {
  if (kind.startsWith("int") && typeof value === "number")
    throw new AvocetError("backend", `An integer in the column \`${column}\` is beyond 64 bits: ${value}`, {
      reason: "data",
      hint: "Cast to float64 before the arithmetic, or use smaller numbers.",
    });
  return value;
}
