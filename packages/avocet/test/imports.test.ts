import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../../..");

/** What each package may import, besides its own files. */
const ALLOWED: Readonly<Record<string, readonly RegExp[]>> = {
  core: [],
  "sql-dialects": [/^@avocet\/core$/],
  backends: [/^@avocet\/(core|sql-dialects)$/, /^node:/],
  conformance: [/^@avocet\/core$/],
  avocet: [/^@avocet\//, /^node:/, /^@viz-js\/viz$/],
};
/** A driver is imported only below the folder of its engine, so that it is loaded only by its subpath. */
const DRIVERS: Readonly<Record<string, RegExp>> = { duckdb: /^@duckdb\/node-api$/ };

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^;]*?from\s+"([^"]+)"|import\(\s*"([^"]+)"\s*\)|(?:^|\n)import\s+"([^"]+)"/g;

function importsOf(file: string): string[] {
  const lines = readFileSync(file, "utf8").split("\n");
  const text = lines.filter((line) => !/^\s*\*/.test(line)).join("\n");
  return [...text.matchAll(IMPORT)].map((m) => m[1] ?? m[2] ?? m[3] ?? "");
}

function breaches(name: string): string[] {
  const src = join(root, "packages", name, "src");
  const found: string[] = [];
  for (const file of readdirSync(src, { recursive: true, encoding: "utf8" }).filter((f) => f.endsWith(".ts")))
    for (const specifier of importsOf(join(src, file))) {
      if (specifier.startsWith(".")) {
        const target = relative(src, resolve(dirname(join(src, file)), specifier));
        if (target.startsWith("..")) found.push(`${file} reaches out of its package: ${specifier}`);
        continue;
      }
      const engine = file.split("/")[0] ?? "";
      const driver = name === "backends" && DRIVERS[engine]?.test(specifier);
      if (!driver && !ALLOWED[name]?.some((rule) => rule.test(specifier))) found.push(`${file} imports ${specifier}`);
    }
  return found;
}

describe("packages import only upward in the order core, sql-dialects, backends, avocet", () => {
  const names = readdirSync(join(root, "packages"));
  test.each(names)("%s", (name) => {
    expect(Object.keys(ALLOWED)).toContain(name);
    expect(breaches(name)).toEqual([]);
  });
  test("a breach is found", () => {
    expect(importsOf(import.meta.filename)).toContain("node:fs");
  });
});
