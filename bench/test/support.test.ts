import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { dialects } from "../support/dialects.js";
import { supportDocument } from "../support/document.js";
import { supportMatrix } from "../support/matrix.js";

test("docs/reference/support.md is up to date with the dialects", () => {
  const text = readFileSync(fileURLToPath(new URL("../../docs/reference/support.md", import.meta.url)), "utf8");
  expect(text === supportDocument(dialects), "Run `npm run support` and review the changes.").toBe(true);
});

test("each engine supports at least 95 % of the operations, and all engines together 90 %", () => {
  const rows = [...supportMatrix(dialects).values()];
  const isSupported = (engines: ReadonlyMap<string, { readonly level: string }>, name: string): boolean =>
    engines.get(name)?.level !== "unsupported";
  for (const { name } of dialects)
    expect(rows.filter((engines) => isSupported(engines, name)).length / rows.length, name).toBeGreaterThanOrEqual(
      0.95,
    );
  const everywhere = rows.filter((engines) => dialects.every(({ name }) => isSupported(engines, name)));
  expect(everywhere.length / rows.length).toBeGreaterThanOrEqual(0.9);
});
