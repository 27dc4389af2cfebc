import { conformance } from "@avocet/conformance";
import { bigQueryForTests } from "@avocet/engines/bigquery";
import * as vitest from "vitest";
import { connect } from "../../src/bigquery/index.js";

// https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#array_nulls
const ARRAYS = "BigQuery tables can store neither NULL arrays nor NULL elements: writing one is an error";
const gaps = Object.fromEntries(
  [
    "array of int64",
    "array of string",
    "array of dates",
    "array of structs",
    "array of arrays",
    "map",
    "map of integers",
  ].map((dtype) => [`stored values by dtype: ${dtype}`, ARRAYS]),
);

// Runs on the real service if AVOCET_BIGQUERY_PROJECT names a project, with the credentials of the environment.
const project = process.env.AVOCET_BIGQUERY_PROJECT;
const dataset = process.env.AVOCET_BIGQUERY_DATASET ?? "avocet_conformance";
const server = project === undefined ? await bigQueryForTests() : null;
vitest.afterAll(() => server?.stop());

if (project !== undefined) conformance(() => connect({ project, dataset }), { vitest, gaps });
else if (server) {
  const local = { project: "project", dataset: "dataset", apiEndpoint: server.url };
  conformance(() => connect(local), { vitest, gaps, standIn: true });
} else vitest.test.skip("BigQuery", () => undefined);
