import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { dialects } from "../support/dialects.js";
import { supportDocument } from "../support/document.js";
import { supportMatrix } from "../support/matrix.js";

test("docs/reference/support.md is what `npm run support` makes of the dialects", () => {
  const text = readFileSync(fileURLToPath(new URL("../../docs/reference/support.md", import.meta.url)), "utf8");
  expect(text === supportDocument(dialects), "run `npm run support`, and read what has changed").toBe(true);
});

test("each engine has at least 95 % of the operations, all together 90 %", () => {
  const rows = [...supportMatrix(dialects).values()];
  const works = (engines: ReadonlyMap<string, { readonly is: string }>, name: string): boolean =>
    engines.get(name)?.is !== "unsupported";
  for (const { name } of dialects)
    expect(rows.filter((engines) => works(engines, name)).length / rows.length, name).toBeGreaterThanOrEqual(0.95);
  const everywhere = rows.filter((engines) => dialects.every(({ name }) => works(engines, name)));
  expect(everywhere.length / rows.length).toBeGreaterThanOrEqual(0.9);
});
