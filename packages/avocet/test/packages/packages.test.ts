import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publint } from "publint";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { programOf } from "../docs/markdown.js";
import type { PackageName } from "./tarballs.js";
import { installedFolder, PACKAGES, packAll, projectWith, root, runNode, scriptOf } from "./tarballs.js";

const folder = mkdtempSync(join(tmpdir(), "avocet-packages-"));
let tarballs: Readonly<Record<PackageName, string>>;
beforeAll(async () => {
  tarballs = await packAll(folder);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

/** The packages that each one needs at run time. */
const RUNTIME_DEPENDENCIES: Readonly<Record<PackageName, readonly PackageName[]>> = {
  core: [],
  "sql-dialects": ["core"],
  backends: ["core", "sql-dialects"],
  conformance: ["core"],
  avocet: ["core", "sql-dialects", "backends"],
};
const LIBRARIES = [installedFolder("@uwdata/flechette"), installedFolder("@viz-js/viz")];

/** A program that shows that a package works without the others installed. */
const PROGRAMS: Readonly<Record<PackageName, string>> = {
  core: `import { int64, table } from "@avocet/core"; console.log(table("t", { a: int64 }).columns.join());`,
  "sql-dialects": `import { compile, int64, table } from "@avocet/core"; import { duckdb } from "@avocet/sql-dialects/duckdb";
    console.log(compile(table("t", { a: int64 }), duckdb).schema.size === 1 && "a");`,
  backends: `import { connect } from "@avocet/backends/duckdb";
    console.log(await connect().catch((error) => error.code === "missing-driver" && "a"));`,
  conformance: `import { groups } from "@avocet/conformance"; console.log(groups.length > 50 && "a");`,
  avocet: `import { int64, table } from "avocet"; import { postgres } from "avocet/dialects/postgres";
    console.log(table("t", { a: int64 }).toSQL(postgres).includes('"a"') && "a");`,
};

describe.each(PACKAGES)("the tarball of %s", (name) => {
  test("has no finding of publint", async () => {
    const tarball = readFileSync(tarballs[name]);
    const { messages } = await publint({
      pack: { tarball: tarball.buffer.slice(tarball.byteOffset, tarball.byteOffset + tarball.length) },
      strict: true,
    });
    expect(messages).toEqual([]);
  });
  test("resolves with types in every mode that supports ES modules", async () => {
    const attw = scriptOf("@arethetypeswrong/cli", "dist/index.js");
    const { output, ok } = await runNode(folder, attw, tarballs[name], "--profile", "esm-only", "--no-emoji");
    expect(ok, output).toBe(true);
  }, 60_000);
  test("contains README, LICENSE and the built code", async () => {
    const { output } = await runNode(
      folder,
      "-e",
      `
      const { execFileSync } = require("node:child_process");
      process.stdout.write(execFileSync("tar", ["-tzf", ${JSON.stringify(tarballs[name])}]));`,
    );
    for (const file of ["README.md", "LICENSE", "dist/index.js", "package.json"].slice(0, name === "backends" ? 2 : 4))
      expect(output).toContain(`package/${file}\n`);
  });
  test("installs in an empty project and runs", async () => {
    const project = join(folder, `alone-${name}`);
    const libraries = name === "avocet" ? LIBRARIES : [];
    await projectWith(
      project,
      [...RUNTIME_DEPENDENCIES[name], name].map((dependency) => tarballs[dependency as PackageName]).concat(libraries),
    );
    writeFileSync(join(project, "program.js"), PROGRAMS[name]);
    expect(await runNode(project, "program.js")).toEqual({ ok: true, output: "a\n" });
  }, 60_000);
});

describe("a project that installs avocet and DuckDB", () => {
  const project = join(folder, "consumer");
  beforeAll(async () => {
    const packages = PACKAGES.filter((name) => name !== "conformance").map((name) => tarballs[name]);
    await projectWith(project, [...packages, ...LIBRARIES]);
    // The driver is large and native: it is linked instead of installed again.
    symlinkSync(installedFolder("@duckdb"), join(project, "node_modules/@duckdb"), "junction");
  }, 60_000);

  test("runs the program of the README in plain JavaScript, with the output that it shows", async () => {
    const readme = readFileSync(join(root, "README.md"), "utf8");
    const [, program = ""] = /```js\n(.*?)```/s.exec(readme) ?? [];
    const [, output = ""] = /prints the rows[^`]*```\n(.*?)```/s.exec(readme) ?? [];
    writeFileSync(join(project, "first.mjs"), program);
    expect(await runNode(project, "first.mjs")).toEqual({ ok: true, output });
  });
  test("runs the command", async () => {
    const { version } = JSON.parse(readFileSync(join(root, "packages/avocet/package.json"), "utf8"));
    expect(await runNode(project, "node_modules/avocet/bin/avocet.js", "--version")).toEqual({
      ok: true,
      output: `${version}\n`,
    });
  });

  const compilers = ["typescript-5.5", "typescript-5.9", "typescript-6", "typescript"] as const;
  const modes = [
    { name: "node16", options: { module: "node16" } },
    { name: "bundler", options: { module: "esnext", moduleResolution: "bundler" } },
  ] as const;
  const cases = compilers.flatMap((compiler) => modes.map(({ name, options }) => ({ compiler, mode: name, options })));
  test.each(cases)("type-checks the tour with $compiler under $mode, without skipLibCheck", async ({
    compiler,
    mode,
    options,
  }) => {
    const name = `${compiler}-${mode}`;
    writeFileSync(join(project, `${name}.mts`), programOf("docs/guide/tour.md"));
    const config = {
      // Defaults, except for what top-level `await` and iteration over results need in older compilers.
      compilerOptions: { strict: true, noEmit: true, target: "es2022", types: [], skipLibCheck: false, ...options },
      files: [`${name}.mts`],
    };
    writeFileSync(join(project, `${name}.json`), JSON.stringify(config));
    const { output, ok } = await runNode(project, scriptOf(compiler, "bin/tsc"), "-p", `${name}.json`);
    expect(ok, output).toBe(true);
  }, 60_000);
});
