import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { connect } from "avocet/duckdb";
import { compareTimes, printTimings } from "./compare.js";

const ROWS = 1_000_000;
/** A query of generated rows with six dtypes. */
export const rangeQuery = (
  rows: number,
): string => `SELECT i::INTEGER AS i, (i * 1000003)::BIGINT AS b, i / 7.0::DOUBLE AS d,
  'customer ' || (i % 10007) AS s, TIMESTAMP '2020-01-01' + INTERVAL (i) SECOND AS ts, (i % 100000 / 100.0)::DECIMAL(15, 2) AS m
  FROM range(${rows}) r(i)`;

type Native = Awaited<ReturnType<DuckDBInstance["connect"]>>;

/** Converts the driver's rows by hand to the values that Avocet returns: numbers, exact digits, Dates. */
async function convertByHand(native: Native): Promise<unknown[]> {
  const result = await native.run("FROM t");
  const rows: unknown[] = [];
  for (const [i, b, d, s, ts, m] of await result.getRows()) {
    if (typeof b !== "bigint" || typeof ts !== "object" || ts === null || !("micros" in ts)) throw new TypeError();
    if (b > Number.MAX_SAFE_INTEGER || b < Number.MIN_SAFE_INTEGER)
      throw new RangeError("The value is not a safe integer.");
    rows.push({ i, b: Number(b), d, s, ts: new Date(Number(BigInt(ts.micros) / 1000n)), m: String(m) });
  }
  return rows;
}

/** Times reading the same million rows with the driver and with Avocet, in one process. */
export async function measureRows(): Promise<void> {
  // One database for both, so that its background work affects both.
  const folder = mkdtempSync(join(tmpdir(), "avocet-bench-"));
  const path = join(folder, "bench.duckdb");
  const connection = await connect(path);
  await connection.raw(`CREATE TABLE t AS ${rangeQuery(ROWS)}`);
  const instance = await DuckDBInstance.fromCache(path, {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  const native = await instance.connect();
  const t = await connection.table("t");
  const timings = await compareTimes(
    {
      "driver: getRowObjectsJS": async () => (await native.run("FROM t")).getRowObjectsJS(),
      "driver: getColumnsJS": async () => (await native.run("FROM t")).getColumnsJS(),
      "driver: values converted by hand": () => convertByHand(native),
      "Avocet: execute": () => t.execute(),
      "Avocet: toColumns": () => t.toColumns(),
      "Avocet: toColumns, times as micros": () => t.toColumns({ values: { timestamp: "micros", decimal: "number" } }),
      "Avocet: toArrow": () => t.toArrow(),
    },
    3,
  );
  printTimings(`${ROWS.toLocaleString("en")} rows of int, bigint, double, varchar, timestamp, decimal`, timings, {
    "Avocet: execute": 1,
    "Avocet: toColumns": 5,
    "Avocet: toArrow": 5,
  });
  native.closeSync();
  instance.closeSync();
  await connection.close();
  rmSync(folder, { recursive: true });
}
