import { conformance } from "@avocet/conformance";
import { testDatabase } from "@avocet/engines/postgres";
import * as vitest from "vitest";
import { connect } from "../../src/postgres/index.js";

// The oldest tested version is that of the operating system, if it has one.
const newest = await testDatabase("npm");
const oldest = await testDatabase("system-15");

const gaps = {
  "untrusted text: a NUL character in a literal": "Strings in PostgreSQL cannot contain the character U+0000",
};

vitest.describe.skipIf(newest === null)("PostgreSQL", () => {
  conformance(() => connect(newest?.url), { vitest, gaps });
  vitest.afterAll(() => newest?.drop());
});
vitest.describe.skipIf(oldest === null)("PostgreSQL 15", () => {
  conformance(() => connect(oldest?.url), { vitest, gaps, literals: ["inline"] });
  vitest.afterAll(() => oldest?.drop());
});
