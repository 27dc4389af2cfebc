// Replaces, copies and merges tables repeatedly, each time with another version number, until it is killed.
import { int64, lit, memtable } from "@avocet/core";
import { connect } from "../../../src/duckdb/index.js";

const [, file = ""] = process.argv.slice(2);
const connection = await connect(file);
const rows = await connection.sql("SELECT range AS n FROM range(50000)");
const elsewhere = await connect();
const source = await elsewhere.sql("SELECT range AS n FROM range(5000)");
for (let version = 1; ; version++) {
  const replacement = rows.select({ version: lit(version, int64), n: rows.c.n ?? lit(0) });
  await connection.createTable("replaced", replacement, { replace: true });
  const copied = source.select({ version: lit(version, int64), n: source.c.n ?? lit(0) });
  await copied.copyTo(connection, "copied", { replace: true });
  await connection
    .merge(
      "merged",
      memtable([
        { id: 1, version },
        { id: 2, version },
      ]),
      { on: "id" },
    )
    .catch(async () => {
      await connection.createTable(
        "merged",
        memtable([
          { id: 1, version },
          { id: 2, version },
        ]),
      );
    });
  if (version === 1) process.stdout.write("ready\n");
}
