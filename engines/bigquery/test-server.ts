import { libraryPath } from "./googlesql/process.js";
import { type BigQueryServer, startBigQuery } from "./server.js";

/**
 * Starts a server with one dataset for a test file. Returns null if its engine is not installed, so that the file can
 * skip its tests: `describe.skipIf(server === null)`. Throws instead if CI is set.
 */
export async function bigQueryForTests(project = "project", dataset = "dataset"): Promise<BigQueryServer | null> {
  try {
    libraryPath();
  } catch (error) {
    if (process.env.CI) throw error;
    console.warn(`BigQuery is skipped: ${error instanceof Error ? error.message : error}`);
    return null;
  }
  const server = await startBigQuery();
  server.store.createDataset(project, dataset);
  return server;
}
