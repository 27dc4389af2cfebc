import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Schema, Table } from "avocet";
import { connect } from "avocet/duckdb";
import { QUERY } from "./rows.js";

const ROWS = 10_000_000;
const MOST = 300;

/** Ways to move many rows through this process; each gives how many there were. */
const WAYS: Readonly<Record<string, (table: Table<Schema>) => Promise<number>>> = {
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
      let own = 0;
      for await (const batch of table.limit(ROWS / 4).batches()) own += batch.rowCount;
      return own;
    });
    return (await Promise.all(streams)).reduce((sum, own) => sum + own, 0);
  },
  async "copyTo a file of DuckDB"(table) {
    const folder = mkdtempSync(join(tmpdir(), "avocet-bench-"));
    // The target's own cache is no part of what the copying needs.
    const target = await connect({ path: join(folder, "copy.duckdb"), memoryLimit: "64MB", threads: 1 });
    const rows = await table.copyTo(target, "copy");
    await target.close();
    rmSync(folder, { recursive: true });
    return rows;
  },
};

/** Moves the rows in one way, and prints how many came and the most memory that the process had. */
async function move(way: string): Promise<void> {
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 10);
  await using connection = await connect();
  const table = await connection.sql(QUERY(ROWS));
  const started = performance.now();
  const rows = await WAYS[way]?.(table);
  clearInterval(watch);
  const seconds = (performance.now() - started) / 1000;
  console.log(JSON.stringify({ rows, seconds, peak: Math.max(peak, process.memoryUsage().rss) / 1e6 }));
}

/** Ten million rows as a stream, each way in a process of its own. */
export function memory(): void {
  console.log(`\n${ROWS.toLocaleString("en")} rows as a stream`);
  for (const way of Object.keys(WAYS)) {
    const said = execFileSync(process.execPath, [fileURLToPath(import.meta.url), way], { encoding: "utf8" });
    const { rows, seconds, peak }: { rows: number; seconds: number; peak: number } = JSON.parse(said);
    console.log(
      `  ${way.padEnd(30)} ${rows} rows in ${seconds.toFixed(1)} s, at most ${peak.toFixed(0)} MB   under ${MOST} MB: ${peak < MOST ? "yes" : "NO"}`,
    );
  }
}

const [, script = "", way] = process.argv;
if (way !== undefined && script === fileURLToPath(import.meta.url)) await move(way);
