import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as avocet from "avocet";
import { connect } from "avocet/duckdb";
import { expect, test } from "vitest";
import { writeSeeds } from "../src/seed.js";
import { makeShop } from "../src/shop.js";

const readme = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");
const block = (language: string): string => readme.split(`\`\`\`${language}\n`)[1]?.split("\n```")[0] ?? "";

test("the example of the README makes the SQL beneath it, and runs", async () => {
  const directory = join(tmpdir(), `jaffle-readme-${process.pid}`);
  await writeSeeds(directory);
  await using db = await connect();
  await makeShop(db, directory, () => undefined);
  const scope = { ...avocet, db };
  const code = block("ts")
    .split("\n")
    .filter((line) => !/^(import|await using|console)/.test(line))
    .join("\n");
  const run = new Function(
    ...Object.keys(scope),
    `return (async () => {\n${code}\nreturn best.toSQL() + "\\n\\n" + (await best.preview());\n})()`,
  );
  const [sql, box] = String(await run(...Object.values(scope))).split("\n\n");
  expect(sql).toBe(block("sql"));
  expect(box).toMatch(/customer_id │ +paid +│ +latest[\s\S]*┤\n│/);
});
