import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as backend from "@avocet/core/backend";
import * as avocet from "avocet";
import type { DuckDBConnection } from "avocet/duckdb";
import { connect } from "avocet/duckdb";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { ColumnBase } from "../../core/src/api/column/base.js";
import { columnClasses } from "../../core/src/api/column/column-classes.js";
import { ResultBatch } from "../../core/src/api/result/result-batch.js";
import { Grouped } from "../../core/src/api/verbs/grouped.js";
import { GroupingSets } from "../../core/src/api/verbs/grouping-sets.js";
import { publicNames, stringsOfType } from "./docs/exports.js";
import { codeIn, programOf, root, tableRows } from "./docs/markdown.js";
import { typeErrors, withSourceImports, withTemporaryFolder } from "./docs/typecheck.js";

/** Classes whose members the page names; users get their instances, and `avocet` exports only their types. */
const OWNERS: Readonly<Record<string, unknown>> = {
  ...avocet,
  ...Object.fromEntries([...columnClasses].map(([, columnClass]) => [columnClass.name, columnClass])),
  CachedTable: avocet.Table,
  Column: ColumnBase,
  Grouped,
  GroupingSets,
  ResultBatch,
};

describe("docs/reference/from-ibis.md", () => {
  const names = new Set(publicNames(join(root, "packages/core")).map(({ name }) => name));
  let connection: DuckDBConnection;
  beforeAll(async () => {
    connection = await connect();
  });
  afterAll(() => connection.close());

  /** Whether a class or namespace has a member. Methods that a column class only refuses do not count. */
  function hasMember(owner: unknown, member: string): boolean {
    if (typeof owner === "object" && owner !== null) return member in owner;
    if (typeof owner !== "function") return false;
    for (let Class = owner; "name" in Class && Class.name; Class = Object.getPrototypeOf(Class))
      if (names.has(`${Class.name}.${member}`)) return true;
    return FIELDS.has(member);
  }
  /** Fields, and methods that only interfaces declare. */
  const FIELDS = new Set(["relation", "runner", "name", "release"]);
  function exists(name: string): boolean {
    const [owner = "", member] = name.split(".");
    if (member === undefined) return owner in avocet || owner in backend;
    if (owner === "DuckDBConnection") return member in connection;
    return hasMember(OWNERS[owner], member);
  }
  const rows = tableRows("docs/reference/from-ibis.md");

  test("every counterpart in the second column exists", () => {
    expect(rows.length).toBeGreaterThan(400);
    const supported = rows.filter(([, ours = ""]) => ours !== "no");
    const missing = supported.flatMap(([ibis, ours = ""]) => {
      const counterparts = codeIn(ours);
      return counterparts.length === 0 ? [`${ibis}: ${ours}`] : counterparts.filter((name) => !exists(name));
    });
    expect(missing.join(", ")).toBe("");
  });
  test("every name in the remarks exists", () => {
    const mentionedNames = rows
      .flatMap(([, , remark = ""]) => codeIn(remark))
      .filter((word) => /^([A-Z]\w+|s|udf)\.\w+$/.test(word));
    expect(mentionedNames.length).toBeGreaterThan(20);
    expect(mentionedNames.filter((word) => !exists(word)).join(", ")).toBe("");
  });
});

test("docs/reference/errors.md has exactly one row for each error code and reason", () => {
  const [codes = [], reasons = []] = ["ErrorCode", "FailureReason"].map((type) =>
    stringsOfType(join(root, "packages/core/src/errors.ts"), type),
  );
  expect(codes.length).toBeGreaterThan(15);
  expect(tableRows("docs/reference/errors.md").map(([code = ""]) => codeIn(code)[0])).toEqual([...codes, ...reasons]);
});

describe("code in documents", () => {
  const pages = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" }).map((file) => `docs/${file}`);
  const programs = ["README.md", "packages/avocet/README.md", ...pages]
    .filter((file) => file.endsWith(".md"))
    .map((file) => ({ file, program: programOf(file) }))
    .filter(({ program }) => program !== "");

  test.each(programs)("$file runs", async ({ program }) => {
    const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
    try {
      await withTemporaryFolder(async (folder) => {
        const path = join(folder, "program.ts");
        writeFileSync(path, withSourceImports(program));
        await import(/* @vite-ignore */ path);
      });
    } finally {
      log.mockRestore();
    }
  });
  test("type-checks", async () => {
    const texts = programs.map(({ file, program }) => [
      file.replaceAll("/", "-").replace(".md", ".mts"),
      `${program}\nexport {};`,
    ]);
    expect(await typeErrors(Object.fromEntries(texts))).toBe("");
  }, 120_000);
});
