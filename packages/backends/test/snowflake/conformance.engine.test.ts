import { conformance } from "@avocet/conformance";
import { complaints } from "@avocet/engines/snowflake/parsers";
import * as vitest from "vitest";
import { connect } from "../../src/snowflake/index.js";
import { connectForTests, realUrl, standIn } from "./run.js";

const local = realUrl === undefined ? await standIn() : null;
vitest.afterAll(() => local?.stop());

vitest.describe("Snowflake", () => {
  conformance(() => (local ? connect({ url: local.url }) : connectForTests()), { vitest, standIn: local !== null });
});

vitest.test.runIf(local)("two parsers with Snowflake's grammar read every statement that was sent", async () => {
  const texts = new Set(local?.server.history.map(({ sql }) => sql));
  vitest.expect(texts.size).toBeGreaterThan(0);
  const found: string[] = [];
  for (const sql of texts) {
    const wrong = await complaints(sql);
    if (wrong !== null) found.push(`${wrong}\n${sql}`);
  }
  vitest.expect(found).toEqual([]);
});
