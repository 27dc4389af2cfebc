import { conformance } from "@avocet/conformance";
import { bigQueryForTests } from "@avocet/engines/bigquery";
import * as vitest from "vitest";
import { connect } from "../../src/bigquery/index.js";

// On the real service where AVOCET_BIGQUERY_PROJECT names a project, with the credentials of the environment.
const project = process.env.AVOCET_BIGQUERY_PROJECT;
const dataset = process.env.AVOCET_BIGQUERY_DATASET ?? "avocet_conformance";
const server = project === undefined ? await bigQueryForTests() : null;
vitest.afterAll(() => server?.stop());

if (project !== undefined) conformance(() => connect({ project, dataset }), { vitest });
else if (server) {
  const local = { project: "project", dataset: "dataset", apiEndpoint: server.url };
  conformance(() => connect(local), { vitest, standIn: true });
} else vitest.test.skip("BigQuery", () => undefined);
