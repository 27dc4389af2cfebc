import { conformance } from "@avocet/conformance";
import { testDatabase } from "@avocet/engines/postgres";
import * as vitest from "vitest";
import { connect } from "../../src/postgres/index.js";

/** The oldest version that is tested comes with the system, where it does. */
const newest = await testDatabase("npm");
const oldest = await testDatabase("system-15");

const gaps = { "hostile text: a NUL character": "PostgreSQL's strings cannot hold the character U+0000" };

vitest.describe.skipIf(newest === null)("PostgreSQL", () => {
  conformance(() => connect(newest?.url), { vitest, gaps });
  vitest.afterAll(() => newest?.drop());
});
vitest.describe.skipIf(oldest === null)("PostgreSQL 15", () => {
  conformance(() => connect(oldest?.url), { vitest, gaps, literals: ["inline"] });
  vitest.afterAll(() => oldest?.drop());
});
