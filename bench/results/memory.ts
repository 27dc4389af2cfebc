import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Schema, Table } from "avocet";
import { connect } from "avocet/duckdb";
import { rangeQuery } from "./rows.js";

const ROWS = 10_000_000;
const MAX_MEGABYTES = 300;

/** Ways to move many rows through this process; each returns the number of rows. */
const TRANSFERS: Readonly<Record<string, (table: Table<Schema>) => Promise<number>>> = {
  async rows(table) {
    let rows = 0;
    for await (const batch of table.batches()) rows += batch.rows().length;
    return rows;
  },
  async "batches of 10,000"(table) {
    let rows = 0;
    for await (const batch of table.batches({ size: 10_000 })) rows += batch.rowCount;
    return rows;
  },
  async "four streams at once"(table) {
    const streams = [0, 1, 2, 3].map(async () => {
      let rows = 0;
      for await (const batch of table.limit(ROWS / 4).batches()) rows += batch.rowCount;
      return rows;
    });
    return (await Promise.all(streams)).reduce((sum, rows) => sum + rows, 0);
  },
  async "copyTo a file of DuckDB"(table) {
    const folder = mkdtempSync(join(tmpdir(), "avocet-bench-"));
    // The memory limit keeps the target's cache out of the measurement.
    const target = await connect({ path: join(folder, "copy.duckdb"), memoryLimit: "64MB", threads: 1 });
    const rows = await table.copyTo(target, "copy");
    await target.close();
    rmSync(folder, { recursive: true });
    return rows;
  },
};

/** Runs one transfer. Prints the number of rows and the peak memory of the process. */
async function runTransfer(name: string): Promise<void> {
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 10);
  await using connection = await connect();
  const table = await connection.sql(rangeQuery(ROWS));
  const started = performance.now();
  const rows = await TRANSFERS[name]?.(table);
  clearInterval(timer);
  const seconds = (performance.now() - started) / 1000;
  console.log(JSON.stringify({ rows, seconds, peak: Math.max(peak, process.memoryUsage().rss) / 1e6 }));
}

/** Measures the memory of streaming ten million rows, each transfer in a separate process. */
export function measureMemory(): void {
  console.log(`\n${ROWS.toLocaleString("en")} rows as a stream`);
  for (const name of Object.keys(TRANSFERS)) {
    const output = execFileSync(process.execPath, [fileURLToPath(import.meta.url), name], { encoding: "utf8" });
    const { rows, seconds, peak }: { rows: number; seconds: number; peak: number } = JSON.parse(output);
    console.log(
      `  ${name.padEnd(30)} ${rows} rows in ${seconds.toFixed(1)} s, at most ${peak.toFixed(0)} MB   under ${MAX_MEGABYTES} MB: ${peak < MAX_MEGABYTES ? "yes" : "NO"}`,
    );
  }
}

const [, script = "", transferName] = process.argv;
if (transferName !== undefined && script === fileURLToPath(import.meta.url)) await runTransfer(transferName);
