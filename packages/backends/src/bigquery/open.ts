import type { ValueEncoding } from "@avocet/core";
import { bigquery } from "@avocet/sql-dialects/bigquery";
import { BigQuery } from "@google-cloud/bigquery";
import { BigQueryConnection } from "./connection.js";
import { BigQueryDriver } from "./driver.js";
import { bigqueryError } from "./errors.js";
import { apiOf } from "./job/api.js";
import { JobRunner } from "./job/job-runner.js";
import type { BigQueryOptions } from "./options.js";

/**
 * Creates a client and requests the dataset, if one is specified, so that a wrong name or a missing permission is
 * reported here.
 */
export async function open<Encoding extends ValueEncoding>(
  options: BigQueryOptions,
): Promise<BigQueryConnection<Encoding>> {
  const { project, location, keyFile, credentials, apiEndpoint } = options;
  try {
    const client = new BigQuery({
      ...(project === undefined ? {} : { projectId: project }),
      ...(location === undefined ? {} : { location }),
      ...(keyFile === undefined ? {} : { keyFilename: keyFile }),
      ...(credentials === undefined ? {} : { credentials }),
      ...(apiEndpoint === undefined ? {} : { apiEndpoint }),
      retryOptions: { autoRetry: false }, // JobRunner and Api decide what is retried
    });
    const api = apiOf(client, location, options.retries);
    if (options.dataset !== undefined)
      await api.dataset({ datasetId: options.dataset, ...(project === undefined ? {} : { projectId: project }) });
    const jobRunner = new JobRunner(api, options, (position, dtype) => bigquery.placeholder(position, dtype));
    const target = [project, options.dataset].filter((name) => name !== undefined).join("/") || "the default project";
    return new BigQueryConnection<Encoding>(new BigQueryDriver(jobRunner, options), { ...options, target });
  } catch (error) {
    throw bigqueryError(error);
  }
}
