import { join } from "node:path";
import type { Schema, Table } from "avocet";
import { count } from "avocet";
import { processCustomers } from "./process-customers.js";
import { paymentMethods, processOrders } from "./process-orders.js";
import { rawSchemas } from "./schemas.js";
import { stageCustomers, stageOrders, stagePayments } from "./staging.js";

/** The part of a connection that the shop uses; connections to DuckDB and PostgreSQL have it. */
export interface ShopDatabase {
  readCsv<S extends Schema>(path: string, schema: S): Promise<Table<S>>;
  createTable<S extends Schema>(name: string, table: Table<S>, options: { replace: boolean }): Promise<Table<S>>;
  createView<S extends Schema>(name: string, table: Table<S>, options: { replace: boolean }): Promise<Table<S>>;
  table(name: string): Promise<Table>;
  transaction<T>(work: (database: ShopDatabase) => Promise<T>): Promise<T>;
}

/** A table or view that was created. */
export interface Step {
  readonly name: string;
  readonly kind: "table" | "view";
  readonly rows: number;
  readonly millis: number;
}

/**
 * Creates the eight tables and views of the shop from three CSV files, each in one statement, in one transaction.
 * Returns the expressions of the two results.
 */
export function buildShop(connection: ShopDatabase, directory: string, report: (step: Step) => void) {
  return connection.transaction(async (db) => {
    const create = async <S extends Schema>(
      kind: Step["kind"],
      name: string,
      expression: Table<S>,
    ): Promise<Table<S>> => {
      const started = performance.now();
      const created = await (kind === "table"
        ? db.createTable(name, expression, { replace: true })
        : db.createView(name, expression, { replace: true }));
      const millis = performance.now() - started;
      const relation = await db.table(name);
      const [total] = await relation.aggregate({ rows: count() }).execute();
      report({ name, kind, rows: total?.rows ?? 0, millis });
      return created;
    };
    const csv = <S extends Schema>(name: string, schema: S): Promise<Table<S>> =>
      db.readCsv(join(directory, `${name}.csv`), schema);

    const rawCustomers = await create("table", "raw_customers", await csv("raw_customers", rawSchemas.customers));
    const rawOrders = await create("table", "raw_orders", await csv("raw_orders", rawSchemas.orders));
    const rawPayments = await create("table", "raw_payments", await csv("raw_payments", rawSchemas.payments));

    const stgCustomers = await create("view", "stg_customers", stageCustomers(rawCustomers));
    const stgOrders = await create("view", "stg_orders", stageOrders(rawOrders));
    const stgPayments = await create("view", "stg_payments", stagePayments(rawPayments));

    const orders = processOrders(stgOrders, stgPayments, paymentMethods);
    const customers = processCustomers(stgCustomers, stgOrders, stgPayments);
    await create("table", "orders", orders);
    await create("table", "customers", customers);
    return { orders, customers };
  });
}
