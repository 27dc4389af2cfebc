import type { RunOptions } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { Namespace, ResultColumn, Session } from "../shared/driver.js";
import type { Report } from "../shared/events/event.js";
import type { Statement } from "../shared/statement.js";
import type { Api, TableName } from "./job/api.js";
import type { JobRunner } from "./job/job-runner.js";
import type { BigQueryOptions } from "./options.js";

/** Runs the statements of one call, with its options. */
export class BigQuerySession implements Session {
  readonly api: Api;
  readonly jobRunner: JobRunner;
  private readonly connectionOptions: BigQueryOptions;
  private readonly runOptions: RunOptions;
  /** Returns the session of the temporary tables, in which the caller creates one of this name. */
  readonly openTemporarySession: (name: string) => Promise<BigQuerySession>;

  constructor(
    jobRunner: JobRunner,
    connectionOptions: BigQueryOptions,
    runOptions: RunOptions,
    openTemporarySession: (name: string) => Promise<BigQuerySession>,
  ) {
    this.jobRunner = jobRunner;
    this.api = jobRunner.api;
    this.openTemporarySession = openTemporarySession;
    this.connectionOptions = connectionOptions;
    this.runOptions = runOptions;
  }
  run(statement: Statement, report?: Report): Promise<number | null> {
    return this.jobRunner.execute(statement, this.runOptions, report);
  }
  columns(sql: string): Promise<readonly ResultColumn[]> {
    return this.jobRunner.columns(sql, this.runOptions);
  }
  /** Appends newline-delimited JSON to a table. */
  load(name: string, lines: string): Promise<void> {
    return this.jobRunner.load({ ...this.resolveDataset({}), tableId: name }, lines, this.runOptions);
  }
  /** Just runs `work`: DDL is not allowed in transactions. */
  transaction<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }
  /** Resolves a namespace to a dataset, by default that of the connection. */
  resolveDataset({
    database = this.connectionOptions.dataset,
    catalog = this.connectionOptions.project,
  }: Namespace): TableName {
    if (database === undefined)
      throw new AvocetError("invalid-argument", "No dataset is specified", {
        hint: 'Connect to one, as in "bigquery://project/dataset", or pass it: { database: "dataset" }.',
      });
    return { datasetId: database, ...(catalog === undefined ? {} : { projectId: catalog }) };
  }
}
