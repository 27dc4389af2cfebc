import { DuckDBInstance } from "@duckdb/node-api";
import { connect } from "avocet/duckdb";
import { compare, print } from "./compare.js";

/** What Avocet adds to queries that have next to nothing to do. */
export async function latency(): Promise<void> {
  const connection = await connect();
  const instance = await DuckDBInstance.create();
  const native = await instance.connect();
  const make = "CREATE TABLE t AS SELECT i, 'row ' || i AS s FROM range(10000) r(i)";
  await connection.raw(make);
  await native.run(make);
  const tables = {
    "SELECT 42": await connection.sql("SELECT 42 AS answer"),
    "one row of a table": (await connection.table("t")).limit(1),
  };
  for (const [title, table] of Object.entries(tables)) {
    const sql = table.toSQL();
    const taken = await compare(
      {
        "driver: run, getRowObjectsJS": async () => (await native.run(sql)).getRowObjectsJS(),
        "Avocet: execute": () => table.execute(),
      },
      15,
      400,
    );
    print(title, taken, { "Avocet: execute": 0.95 });
  }
  native.closeSync();
  instance.closeSync();
  await connection.close();
}
