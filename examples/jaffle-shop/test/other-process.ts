import { spawn } from "node:child_process";
import { once } from "node:events";

// The other process opens the database file with DuckDB's client, without Avocet.
const SCRIPT = `
const { DuckDBInstance } = require("@duckdb/node-api");
(async () => {
  const connection = await (await DuckDBInstance.create(process.argv[1])).connect();
  const tables = await (await connection.run("SHOW TABLES")).getRowsJson();
  process.stdout.write(JSON.stringify(tables.map(([name]) => name)) + "\\n");
  process.stdin.resume().on("end", () => process.exit(0));
})();`;

/** Opens a database file in another process, which keeps it open until the result is disposed of. */
export async function openInOtherProcess(path: string): Promise<AsyncDisposable & { readonly tables: string[] }> {
  const child = spawn(process.execPath, ["-e", SCRIPT, path], { cwd: import.meta.dirname });
  const exited = once(child, "exit");
  const errors: Buffer[] = [];
  child.stderr.on("data", (data: Buffer) => errors.push(data));
  const firstOutput = await Promise.race([once(child.stdout, "data"), exited.then(() => null)]);
  if (!firstOutput) throw new Error(`The other process failed: ${Buffer.concat(errors)}`);
  const tables: string[] = JSON.parse(String(firstOutput[0]));
  return {
    tables,
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await exited;
    },
  };
}
