import type { DefaultModes, RunOptions, Schema, Table, ValueModes } from "@avocet/core";
import { Connection } from "../shared/connection.js";
import type { CreateTableOptions } from "../shared/driver.js";
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
}
