import { bigQueryForTests } from "@avocet/engines/bigquery";
import { afterAll } from "vitest";
import { connect } from "../../src/bigquery/index.js";
import { testRoundTrips } from "../round-trips.js";

const server = await bigQueryForTests();
const connection = server && connect({ project: "project", dataset: "dataset", apiEndpoint: server.url });
afterAll(async () => {
  await (await connection)?.close();
  await server?.stop();
});

// BigQuery tables cannot store NULL in arrays: the conformance suite covers arrays without a table.
if (connection) testRoundTrips(() => connection, { runs: 5, without: ["array", "map"] });
