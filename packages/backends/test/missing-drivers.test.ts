import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const packages = resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "avocet-installed-"));
afterAll(() => rmSync(folder, { recursive: true }));

// The packages as npm installs them without any driver.
beforeAll(() => {
  execFileSync(process.execPath, [
    resolve(packages, "../node_modules/typescript/bin/tsc"),
    "-b",
    join(packages, "backends"),
  ]);
  for (const name of ["core", "sql-dialects", "backends"])
    for (const file of ["package.json", "dist"]) {
      mkdirSync(join(folder, "node_modules/@avocet", name), { recursive: true });
      cpSync(join(packages, name, file), join(folder, "node_modules/@avocet", name, file), { recursive: true });
    }
}, 120_000);

test.each([
  ["duckdb", "@duckdb/node-api", ""],
  ["postgres", "pg", "postgres://nobody@127.0.0.1:9/none"],
  ["snowflake", "snowflake-sdk", "snowflake://nobody:secret@account/db/schema"],
  ["bigquery", "@google-cloud/bigquery", "bigquery://project/dataset"],
])("connecting to %s without its driver raises an error that names the package to install", (engine, driver, url) => {
  const script = `
    const { connect } = await import("@avocet/backends/${engine}");
    await connect(${url ? JSON.stringify(url) : ""}).catch((error) => console.log(JSON.stringify({ code: error.code, message: error.message })));`;
  const output = execFileSync(process.execPath, ["--input-type", "module", "-e", script], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(JSON.parse(output)).toEqual({
    code: "missing-driver",
    message: expect.stringMatching(new RegExp(`is not installed[\\s\\S]*npm install ${driver}`)),
  });
});
