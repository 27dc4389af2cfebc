import type { DefaultEncoding, RunOptions, Schema, ValueEncoding } from "@avocet/core";
import { Table } from "@avocet/core";
import { Connection } from "../shared/connection.js";
import type { CsvOptions } from "../shared/csv-header.js";
import type { CreateTableOptions } from "../shared/driver.js";
import { csvRelation, csvTableName } from "./csv.js";
import type { PostgresDriver } from "./driver.js";
import type { PostgresSession } from "./session/types.js";

/** A connection to a PostgreSQL database. Safe for concurrent use: concurrent statements run in separate sessions. */
export class PostgresConnection<Encoding extends ValueEncoding = DefaultEncoding> extends Connection<
  PostgresSession,
  PostgresDriver,
  Encoding
> {
  protected forTransaction(driver: PostgresDriver): this {
    return new PostgresConnection<Encoding>(driver, this.settings, this) as this; // the class has no subclasses
  }

  /**
   * Creates a table from an expression, inside the engine. If it fails, nothing has changed. If `replace` finds a table
   * with the same columns, only its rows are replaced: privileges, indexes, dependent views and the constraints that
   * the
   * new rows satisfy are kept. Otherwise the table is recreated together with the views on it. Columns whose dtype is
   * not nullable get NOT NULL constraints. A temporary table is visible to this connection only. Returns the
   * new table.
   * @example await connection.createTable("placed", orders.filter((c) => c.status.eq("placed")), { replace: true })
   */
  override async createTable<T extends Schema>(
    name: string,
    table: Table<T, ValueEncoding>,
    options: CreateTableOptions & RunOptions = {},
  ): Promise<Table<T, Encoding>> {
    if (options.temporary) await this.driver.registerTemporaryTable(name);
    return super.createTable(name, table, options);
  }

  /**
   * Returns the rows of a local CSV file as a table. The first line names the columns; those of the schema are read.
   * The file is sent to the server immediately, into a temporary table. A malformed line is an error, never skipped.
   * @example await connection.readCsv("orders.csv", { id: int64, status: string })
   */
  async readCsv<S extends Schema>(path: string, schema: S, options: CsvOptions = {}): Promise<Table<S, Encoding>> {
    const name = csvTableName();
    await this.driver.registerTemporaryTable(name);
    return this.withWriteSession(
      async (session) => new Table<S, Encoding>(await csvRelation(session, name, path, schema, options), this),
    );
  }
}
