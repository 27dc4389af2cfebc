// Runs the DuckDB tests on the newest release of its client, which the lockfile does not pin: npm run test:newest-duckdb.
// The client of the workspace is replaced for the duration of the run, and restored at its end.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const installed = join(root, "node_modules/@duckdb");
const folder = mkdtempSync(join(tmpdir(), "avocet-newest-duckdb-"));
const pinned = join(root, "node_modules/.duckdb-pinned");

function run(command, args, cwd) {
  const { status, error } = spawnSync(command, args, { stdio: "inherit", cwd, shell: process.platform === "win32" });
  if (error) throw error;
  return status ?? 1;
}

let status = 1;
try {
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  status = run("npm", ["install", "--no-audit", "--no-fund", "--no-package-lock", "@duckdb/node-api@latest"], folder);
  if (status === 0) {
    const { version } = JSON.parse(readFileSync(join(folder, "node_modules/@duckdb/node-api/package.json"), "utf8"));
    console.log(`DuckDB client ${version}`);
    renameSync(installed, pinned);
    try {
      symlinkSync(join(folder, "node_modules/@duckdb"), installed, "junction");
      status = run(process.execPath, ["node_modules/vitest/vitest.mjs", "run", "packages/backends/test/duckdb"], root);
    } finally {
      rmSync(installed);
      renameSync(pinned, installed);
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
process.exitCode = status;
