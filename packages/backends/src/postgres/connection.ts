import type { DefaultModes, RunOptions, Schema, ValueModes } from "@avocet/core";
import { Table } from "@avocet/core";
import { Connection } from "../shared/connection.js";
import type { CsvOptions } from "../shared/csv-header.js";
import type { CreateTableOptions } from "../shared/driver.js";
import { csvRelation, csvTableName } from "./csv.js";
import type { PostgresDriver } from "./driver.js";
import type { PostgresSession } from "./session/types.js";

/** A PostgreSQL database. Statements that are asked for at the same time run in sessions of their own. */
export class PostgresConnection<Form extends ValueModes = DefaultModes> extends Connection<
  PostgresSession,
  PostgresDriver,
  Form
> {
  protected within(driver: PostgresDriver): this {
    return new PostgresConnection<Form>(driver, this.settings, this) as this; // the class is not derived from
  }

  /**
   * Makes a table of the rows of an expression, inside the engine; if it fails, nothing has changed. Where `replace` finds a table with the
   * same columns, its rows are replaced and it keeps its rights, indexes and the views on it; else a new table takes its place and the
   * views on it are made anew. A temporary table is seen by this connection alone.
   * @example await connection.createTable("placed", orders.filter((c) => c.status.eq("placed")), { replace: true })
   */
  override async createTable<T extends Schema>(
    name: string,
    table: Table<T, ValueModes>,
    options: CreateTableOptions & RunOptions = {},
  ): Promise<Table<T, Form>> {
    if (options.temporary) await this.driver.keep(name);
    return super.createTable(name, table, options);
  }

  /**
   * The rows of a CSV file of this machine, whose first line names the columns; those of the schema are read. The file is sent to the
   * server here and now, into a temporary table; a line that does not fit is an error, never skipped.
   * @example await connection.readCsv("orders.csv", { id: int64, status: string })
   */
  async readCsv<S extends Schema>(path: string, schema: S, options: CsvOptions = {}): Promise<Table<S, Form>> {
    const name = csvTableName();
    await this.driver.keep(name);
    return this.writing(async (on) => new Table<S, Form>(await csvRelation(on, name, path, schema, options), this));
  }
}
