import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { connect } from "avocet/duckdb";
import { QUERY } from "./rows.js";

const ROWS = 10_000_000;
const MOST = 300;

/** Reads many rows as a stream, and prints how many came and the most memory that the process had. */
async function read(way: string): Promise<void> {
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 10);
  await using connection = await connect();
  const table = await connection.sql(QUERY(ROWS));
  let rows = 0;
  const started = performance.now();
  if (way === "rows") for await (const batch of table.batches()) rows += batch.rows().length;
  else if (way === "batches of 10,000")
    for await (const batch of table.batches({ size: 10_000 })) rows += batch.rowCount;
  else {
    const streams = [0, 1, 2, 3].map(async () => {
      let own = 0;
      for await (const batch of table.limit(ROWS / 4).batches()) own += batch.rowCount;
      return own;
    });
    for (const own of await Promise.all(streams)) rows += own;
  }
  clearInterval(watch);
  const seconds = (performance.now() - started) / 1000;
  console.log(JSON.stringify({ rows, seconds, peak: Math.max(peak, process.memoryUsage().rss) / 1e6 }));
}

/** Ten million rows as they are read, each way in a process of its own. */
export function memory(): void {
  console.log(`\n${ROWS.toLocaleString("en")} rows as a stream`);
  for (const way of ["rows", "batches of 10,000", "four streams at once"]) {
    const said = execFileSync(process.execPath, [fileURLToPath(import.meta.url), way], { encoding: "utf8" });
    const { rows, seconds, peak }: { rows: number; seconds: number; peak: number } = JSON.parse(said);
    console.log(
      `  ${way.padEnd(30)} ${rows} rows in ${seconds.toFixed(1)} s, at most ${peak.toFixed(0)} MB   under ${MOST} MB: ${peak < MOST ? "yes" : "NO"}`,
    );
  }
}

const [, script = "", way] = process.argv;
if (way !== undefined && script === fileURLToPath(import.meta.url)) await read(way);
