import { bigQueryForTests } from "@avocet/engines/bigquery";
import { describe } from "vitest";
import { startEngine } from "../differ/engines.js";
import { CORPUS } from "../injection/untrusted-texts.js";
import { testUntrustedInput } from "./support/untrusted-input.js";

/** Every `step`-th text of the corpus, from an index. */
const everyNth = (step: number, from: number) => CORPUS.filter((_, i) => i % step === from);

const installed = await bigQueryForTests();
await installed?.stop();
describe.skipIf(installed === null)("BigQuery", () => {
  testUntrustedInput("googlesql", () => startEngine("googlesql"));
  // The same over the client and a server.
  testUntrustedInput("bigquery", () => startEngine("bigquery"), { texts: everyNth(2, 0), names: everyNth(4, 1) });
});
// Over the client and a server that translates, which is slow.
testUntrustedInput("snowflake", () => startEngine("snowflake"), {
  texts: everyNth(8, 0),
  names: everyNth(4, 1),
  run: true,
});
