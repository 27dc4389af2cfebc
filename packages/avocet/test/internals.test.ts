import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "./docs/markdown.js";

const folder = join(root, "docs/internals");
const PATH = /`((?:packages|examples|bench|docs|engines|scripts)\/[\w./-]+)`/g;

/** The paths from the root of the repository that a page names in backquotes. */
const pathsIn = (text: string): readonly string[] => [...text.matchAll(PATH)].map(([, path = ""]) => path);

for (const page of readdirSync(folder))
  test(`the paths that docs/internals/${page} names exist`, () => {
    const missing = pathsIn(readFileSync(join(folder, page), "utf8")).filter((path) => !existsSync(join(root, path)));
    expect(missing).toEqual([]);
  });

test("the pages about adding something name files", () => {
  for (const subject of ["a-verb", "a-dtype"])
    expect(pathsIn(readFileSync(join(folder, `adding-${subject}.md`), "utf8")).length).toBeGreaterThan(4);
});

test("a path in backquotes is recognized, and other code is not", () => {
  expect(pathsIn("see `packages/core/src/no-such-file.ts` and `npm run api`")).toEqual([
    "packages/core/src/no-such-file.ts",
  ]);
});
