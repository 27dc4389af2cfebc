import type { RunOptions } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { Namespace, ResultColumn, Session } from "../shared/driver.js";
import type { Report } from "../shared/events/event.js";
import type { Statement } from "../shared/statement.js";
import type { Api, TableName } from "./job/api.js";
import type { JobRunner } from "./job/job-runner.js";
import type { BigQueryOptions } from "./options.js";

/** Runs statements for one call, with its options. */
export class BigQuerySession implements Session {
  readonly api: Api;
  readonly queries: JobRunner;
  private readonly where: BigQueryOptions;
  private readonly options: RunOptions;
  /** The session of the temporary tables, for one of a name. */
  readonly temporary: (name: string) => Promise<BigQuerySession>;

  constructor(
    queries: JobRunner,
    where: BigQueryOptions,
    options: RunOptions,
    temporary: (name: string) => Promise<BigQuerySession>,
  ) {
    this.queries = queries;
    this.api = queries.api;
    this.temporary = temporary;
    this.where = where;
    this.options = options;
  }
  run(statement: Statement, report?: Report): Promise<number | null> {
    return this.queries.change(statement, this.options, report);
  }
  columns(sql: string): Promise<readonly ResultColumn[]> {
    return this.queries.columns(sql, this.options);
  }
  /** Adds lines of JSON to a table. */
  load(name: string, lines: string): Promise<void> {
    return this.queries.load({ ...this.place({}), tableId: name }, lines, this.options);
  }
  /** BigQuery makes tables and views outside of transactions only, so there is none here. */
  transaction<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }
  /** The dataset that a place means. */
  place({ database = this.where.dataset, catalog = this.where.project }: Namespace): TableName {
    if (database === undefined)
      throw new AvocetError("invalid-argument", "no dataset is given", {
        hint: 'Connect to one, as in "bigquery://project/dataset", or name it: { database: "dataset" }.',
      });
    return { datasetId: database, ...(catalog === undefined ? {} : { projectId: catalog }) };
  }
}
