import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../../..");

/** What each package may import in addition to its files. */
const ALLOWED: Readonly<Record<string, readonly RegExp[]>> = {
  core: [],
  "sql-dialects": [/^@avocet\/core(\/\w+)?$/],
  backends: [/^@avocet\/(core|sql-dialects)(\/\w+)?$/, /^node:/, /^@opentelemetry\/api$/],
  conformance: [/^@avocet\/core(\/\w+)?$/],
  avocet: [/^@avocet\//, /^node:/, /^@viz-js\/viz$/, /^@uwdata\/flechette$/],
};
/** A driver is imported only in the folder of its engine, so that only its subpath loads it. */
const DRIVERS: Readonly<Record<string, RegExp>> = {
  bigquery: /^@google-cloud\/bigquery$/,
  duckdb: /^@duckdb\/node-(api|bindings)$/,
  postgres: /^pg$/,
  snowflake: /^snowflake-sdk$/,
};

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^;]*?from\s+"([^"]+)"|import\(\s*"([^"]+)"\s*\)|(?:^|\n)import\s+"([^"]+)"/g;

function importsOf(file: string): string[] {
  const lines = readFileSync(file, "utf8").split("\n");
  const text = lines.filter((line) => !/^\s*\*/.test(line)).join("\n");
  return [...text.matchAll(IMPORT)].map((m) => m[1] ?? m[2] ?? m[3] ?? "");
}

/** Describes an import that is not allowed, of a file by its path in `src`; null if it is allowed. */
function violation(name: string, file: string, specifier: string): string | null {
  if (specifier.startsWith("."))
    return join(dirname(file), specifier).startsWith("..")
      ? `${file} imports a file outside its package: ${specifier}`
      : null;
  const driver = name === "backends" && DRIVERS[file.split("/")[0] ?? ""]?.test(specifier);
  return driver || ALLOWED[name]?.some((rule) => rule.test(specifier)) ? null : `${file} imports ${specifier}`;
}

function violationsOf(name: string): string[] {
  const src = join(root, "packages", name, "src");
  const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((f) => f.endsWith(".ts"));
  expect(files.length).toBeGreaterThan(0);
  return files.flatMap((file) =>
    importsOf(join(src, file)).flatMap((specifier) => violation(name, file, specifier) ?? []),
  );
}

describe("packages import only upward in the order core, sql-dialects, backends, avocet", () => {
  const names = readdirSync(join(root, "packages"));
  test.each(names)("%s", (name) => {
    expect(Object.keys(ALLOWED)).toContain(name);
    expect(violationsOf(name)).toEqual([]);
  });
  test("a forbidden import is found", () => {
    expect(importsOf(import.meta.filename)).toContain("node:fs");
    expect(violation("core", "api/table.ts", "node:fs")).not.toBeNull();
    expect(violation("core", "api/table.ts", "../../../backends/src/duckdb/index.js")).not.toBeNull();
    expect(violation("sql-dialects", "compile.ts", "@avocet/backends/duckdb")).not.toBeNull();
    expect(violation("backends", "postgres/index.ts", "@duckdb/node-api")).not.toBeNull();
    expect(violation("backends", "duckdb/index.ts", "@duckdb/node-api")).toBeNull();
  });
});
