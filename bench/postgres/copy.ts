// Copies rows from DuckDB to PostgreSQL and back, and measures the memory that this process needs for it:
// node bench/run.mjs /bench/postgres/copy.ts
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BulkLoader } from "@avocet/core/backend";
import type { Schema, Table } from "avocet";
import { connect as connectDuckDB } from "avocet/duckdb";
import { connect } from "avocet/postgres";
import { startPostgres } from "../../engines/postgres/launcher.js";
import { rangeQuery } from "../results/rows.js";

const ROWS = 2_000_000;
const MAX_MEGABYTES = 300;

async function copy(title: string, table: Table<Schema>, target: BulkLoader): Promise<void> {
  const initialMemory = process.memoryUsage().rss;
  let peak = initialMemory;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 10);
  const started = performance.now();
  const rows = await table.copyTo(target, "copy");
  clearInterval(timer);
  const seconds = (performance.now() - started) / 1000;
  const growth = (peak - initialMemory) / 1e6;
  console.log(
    `  ${title.padEnd(30)} ${rows} rows in ${seconds.toFixed(1)} s, ${growth.toFixed(0)} MB of memory   under ${MAX_MEGABYTES} MB: ${growth < MAX_MEGABYTES ? "yes" : "NO"}`,
  );
}

const server = await startPostgres();
const postgres = await connect(server.url);
const duckdb = await connectDuckDB({ memoryLimit: "64MB", threads: 1 });
await copy("DuckDB to PostgreSQL", await duckdb.sql(rangeQuery(ROWS)), postgres);
const folder = mkdtempSync(join(tmpdir(), "avocet-bench-"));
const fileDatabase = await connectDuckDB({ path: join(folder, "copy.duckdb"), memoryLimit: "64MB", threads: 1 });
await copy("PostgreSQL to DuckDB", await postgres.table("copy"), fileDatabase);
await Promise.all([duckdb.close(), postgres.close(), fileDatabase.close()]);
await server.stop();
rmSync(folder, { recursive: true });
