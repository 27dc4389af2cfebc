import { bigQueryForTests } from "@avocet/engines/bigquery";
import { describe } from "vitest";
import { open } from "../differ/engines.js";
import { CORPUS } from "../injection/texts.js";
import { hostileTextOn } from "./support/hostile-text.js";

/** Every so many texts of the corpus, beginning with one of them. */
const some = (every: number, from: number) => CORPUS.filter((_, i) => i % every === from);

const installed = await bigQueryForTests();
await installed?.stop();
describe.skipIf(installed === null)("BigQuery", () => {
  hostileTextOn("googlesql", () => open("googlesql"));
  // By the client and a server, too.
  hostileTextOn("bigquery", () => open("bigquery"), { texts: some(2, 0), names: some(4, 1) });
});
// By the client and a server that translates, which is slow.
hostileTextOn("snowflake", () => open("snowflake"), { texts: some(8, 0), names: some(4, 1), run: true });
