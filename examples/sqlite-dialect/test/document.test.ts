import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../../..");
const read = (path: string): string => readFileSync(resolve(root, path), "utf8");
const files = ["src", "test"].flatMap((folder) =>
  readdirSync(resolve(import.meta.dirname, "..", folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => read(`examples/sqlite-dialect/${folder}/${file}`)),
);

test("code blocks in docs/internals/conformance.md match the source of this example", () => {
  const [, walkthrough = ""] = read("docs/internals/conformance.md").split("## A dialect from outside");
  const [section = ""] = walkthrough.split("\n## ");
  const blocks = [...section.matchAll(/^```typescript\n(.*?)^```/gms)].map((match) => match[1] ?? "");
  expect(blocks.length).toBeGreaterThan(3);
  for (const excerpt of blocks.flatMap((block) => block.split(/^ *…\n/m)))
    expect(files.some((file) => file.includes(excerpt))).toBe(true);
});
