import { conformance } from "@avocet/conformance";
import { parserErrors } from "@avocet/engines/snowflake/parsers";
import * as vitest from "vitest";
import { connect } from "../../src/snowflake/index.js";
import { accountUrl, connectForTests, startStandIn } from "./run.js";

const server = accountUrl === undefined ? await startStandIn() : null;
vitest.afterAll(() => server?.stop());

vitest.describe("Snowflake", () => {
  conformance(() => (server ? connect({ url: server.url }) : connectForTests()), { vitest, standIn: server !== null });
});

vitest.test.runIf(server)(
  "every statement that the conformance tests send is accepted by both parsers of Snowflake's grammar",
  async () => {
    const statements = new Set(server?.server.history.map(({ sql }) => sql));
    vitest.expect(statements.size).toBeGreaterThan(0);
    const rejections: string[] = [];
    for (const sql of statements) {
      const complaint = await parserErrors(sql);
      if (complaint !== null) rejections.push(`${complaint}\n${sql}`);
    }
    vitest.expect(rejections).toEqual([]);
  },
);
