import { DuckDBInstance } from "@duckdb/node-api";
import { connect } from "avocet/duckdb";
import { compareTimes, printTimings } from "./compare.js";

/** Measures the overhead of Avocet on queries that do almost nothing. */
export async function measureLatency(): Promise<void> {
  const connection = await connect();
  const instance = await DuckDBInstance.create();
  const native = await instance.connect();
  const createTable = "CREATE TABLE t AS SELECT i, 'row ' || i AS s FROM range(10000) r(i)";
  await connection.raw(createTable);
  await native.run(createTable);
  const tables = {
    "SELECT 42": await connection.sql("SELECT 42 AS answer"),
    "one row of a table": (await connection.table("t")).limit(1),
  };
  for (const [title, table] of Object.entries(tables)) {
    const sql = table.toSQL();
    const timings = await compareTimes(
      {
        "driver: run, getRowObjectsJS": async () => (await native.run(sql)).getRowObjectsJS(),
        "Avocet: execute": () => table.execute(),
      },
      15,
      400,
    );
    printTimings(title, timings, { "Avocet: execute": 0.95 });
  }
  native.closeSync();
  instance.closeSync();
  await connection.close();
}
