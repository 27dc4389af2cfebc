import { conformance } from "@avocet/conformance";
import * as vitest from "vitest";
import { connectForTests, realUrl } from "./run.js";

vitest.describe("Snowflake", () => {
  conformance(() => connectForTests(), { vitest, standIn: realUrl === undefined });
});
