import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { connect } from "../../../src/duckdb/index.js";

const root = resolve(import.meta.dirname, "../../../../..");
const KILLS = 6;

test("a killed process leaves either the old or the complete new table", async () => {
  const folder = mkdtempSync(join(tmpdir(), "avocet-killed-"));
  const file = join(folder, "killed.duckdb");
  const versions = new Set<string>();
  try {
    for (let i = 0; i < KILLS; i++) {
      const child = spawn(
        process.execPath,
        [join(root, "bench/run.mjs"), "/packages/backends/test/duckdb/crash-safety/writer.ts", file],
        { stdio: ["ignore", "pipe", "inherit"] },
      );
      await once(child.stdout, "data");
      await new Promise((wake) => setTimeout(wake, (i * 37) % 260));
      child.kill("SIGKILL");
      await once(child, "exit");
      await using connection = await connect(file);
      for (const [name, rows] of [
        ["replaced", 50_000],
        ["copied", 5_000],
        ["merged", 2],
      ] as const) {
        const table = await connection.table(name);
        const [summary] = await (
          await connection.sql(
            `SELECT count(*) AS rows, count(DISTINCT version) AS versions, min(version) AS version FROM "${name}"`,
          )
        ).execute();
        expect(table.columns).toContain("version");
        expect(summary).toMatchObject({ rows, versions: 1 });
        versions.add(String(summary?.version));
      }
      const otherTables = (await connection.tables()).filter(
        (name) => !["replaced", "copied", "merged"].includes(name),
      );
      expect(otherTables).toEqual([]);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  expect(versions.size).toBeGreaterThan(1);
}, 240_000);
