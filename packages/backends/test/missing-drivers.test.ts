import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const packages = resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "avocet-installed-"));
afterAll(() => rmSync(folder, { recursive: true }));

// As npm would install them for someone who has no driver.
beforeAll(() => {
  execFileSync(process.execPath, [
    resolve(packages, "../node_modules/typescript/bin/tsc"),
    "-b",
    join(packages, "backends"),
  ]);
  for (const name of ["core", "sql-dialects", "backends"])
    for (const part of ["package.json", "dist"]) {
      mkdirSync(join(folder, "node_modules/@avocet", name), { recursive: true });
      cpSync(join(packages, name, part), join(folder, "node_modules/@avocet", name, part), { recursive: true });
    }
}, 120_000);

test.each([
  ["duckdb", "@duckdb/node-api", ""],
  ["postgres", "pg", "postgres://nobody@127.0.0.1:9/none"],
  ["snowflake", "snowflake-sdk", "snowflake://nobody:secret@account/db/schema"],
  ["bigquery", "@google-cloud/bigquery", "bigquery://project/dataset"],
])("%s without its driver says what to install", (engine, driver, url) => {
  const script = `
    const { connect } = await import("@avocet/backends/${engine}");
    await connect(${url ? JSON.stringify(url) : ""}).catch((error) => console.log(JSON.stringify({ code: error.code, message: error.message })));`;
  const said = execFileSync(process.execPath, ["--input-type", "module", "-e", script], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(JSON.parse(said)).toEqual({
    code: "missing-driver",
    message: expect.stringMatching(new RegExp(`is not installed[\\s\\S]*npm install ${driver}`)),
  });
});
