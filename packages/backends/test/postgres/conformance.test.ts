import { conformance } from "@avocet/conformance";
import * as vitest from "vitest";
import { connect } from "../../src/postgres/index.js";
import { database, url } from "./run.js";

vitest.describe.skipIf(database === null)("PostgreSQL", () => {
  conformance(() => connect(url), { vitest });
});
