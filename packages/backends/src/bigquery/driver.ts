import type { CompiledQuery, CompileOptions, RunOptions } from "@avocet/core";
import { AvocetError, string } from "@avocet/core";
import type { Batch, CachedRelation, LiteralValue } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import * as nodes from "@avocet/core/ir";
import { type Dialect, defineDialect } from "@avocet/sql-dialects";
import { bigquery } from "@avocet/sql-dialects/bigquery";
import type { Driver, MaterializedViews } from "../shared/driver.js";
import type { Report } from "../shared/events/event.js";
import type { Statement } from "../shared/statement.js";
import { sqlStatement } from "../shared/statement.js";
import { catalog } from "./catalog.js";
import { definitions } from "./definitions.js";
import { missingTable } from "./errors.js";
import { estimateText, planText } from "./explain.js";
import type { JobRunner } from "./job/job-runner.js";
import type { BigQueryOptions } from "./options.js";
import { BigQuerySession } from "./session.js";
import { rejectNullArrays, storedAs } from "./storage.js";
import { toJsonLines } from "./values/json-lines.js";

/** Runs statements as jobs of BigQuery's REST API. */
export class BigQueryDriver implements Driver<BigQuerySession> {
  readonly dialect: Dialect;
  readonly catalog = catalog;
  readonly definitions = definitions;
  readonly missingTable = missingTable;
  /** Transactions cover rows and temporary tables only. */
  readonly transactionalDdl = false;
  readonly storedAs = storedAs;
  readonly encodeForTable = rejectNullArrays;
  readonly materializedViews: MaterializedViews;
  private readonly mainRunner: JobRunner;
  private readonly options: BigQueryOptions;
  /** The session of the temporary tables. Once it exists, all statements run in it. */
  private temporarySession: Promise<JobRunner> | null = null;
  private readonly temporaryTables: Set<string>;

  constructor(jobRunner: JobRunner, options: BigQueryOptions, temporaryTables: ReadonlySet<string> = new Set()) {
    this.mainRunner = jobRunner;
    this.options = options;
    this.temporaryTables = new Set(temporaryTables);
    // BigQuery also refreshes them on its own schedule.
    this.materializedViews = {
      refreshSql: (name) =>
        `CALL BQ.REFRESH_MATERIALIZED_VIEW(${bigquery.literal(bigquery.tablePath([options.dataset ?? "", name]).join("."), string)})`,
    };
    this.dialect = defineDialect({ ...bigquery, tablePath: (path) => this.qualifyPath(path) });
  }
  /**
   * Qualifies table names with the dataset, because BigQuery requires it in views. Names of temporary tables stay
   * unqualified.
   */
  private qualifyPath(path: readonly string[]): readonly string[] {
    const { dataset } = this.options;
    const isUnqualified = path.length === 1 && dataset !== undefined && !this.temporaryTables.has(path[0] ?? "");
    return bigquery.tablePath(isUnqualified ? [dataset, ...path] : path);
  }
  private get jobRunner(): JobRunner | Promise<JobRunner> {
    return this.temporarySession ?? this.mainRunner;
  }
  private async createSession(options: RunOptions): Promise<BigQuerySession> {
    const openTemporarySession = async (name: string): Promise<BigQuerySession> => {
      this.temporaryTables.add(name);
      this.temporarySession ??= this.mainRunner.beginSession("SELECT 1", options);
      return new BigQuerySession(await this.temporarySession, this.options, options, openTemporarySession);
    };
    return new BigQuerySession(await this.jobRunner, this.options, options, openTemporarySession);
  }

  compile(relation: ir.Relation, options?: CompileOptions): CompiledQuery {
    return this.dialect.compile(relation, options);
  }
  async *read(statement: Statement, schema: ir.Fields, options: RunOptions, report?: Report): AsyncGenerator<Batch> {
    yield* (await this.jobRunner).read(statement, schema, options, report);
  }
  async withReadSession<T>(work: (session: BigQuerySession) => Promise<T>, options: RunOptions = {}): Promise<T> {
    return work(await this.createSession(options));
  }
  withWriteSession<T>(work: (session: BigQuerySession) => Promise<T>, options: RunOptions = {}): Promise<T> {
    return this.withReadSession(work, options);
  }
  async transaction<T>(work: (driver: this) => Promise<T>, options: RunOptions = {}): Promise<T> {
    const jobRunner = await this.mainRunner.beginSession("BEGIN TRANSACTION", options);
    try {
      const driver = new BigQueryDriver(jobRunner, this.options, this.temporaryTables);
      const value = await work(driver as this); // the class has no subclasses
      await jobRunner.close();
      await jobRunner.runFinalStatement(sqlStatement("COMMIT TRANSACTION"));
      return value;
    } finally {
      await jobRunner.endSession();
    }
  }
  /** Runs a load job, which is free of charge and takes millions of rows. */
  append(
    session: BigQuerySession,
    table: string,
    schema: ir.Fields,
    columns: readonly (readonly LiteralValue[])[],
  ): Promise<void> {
    return session.load(table, toJsonLines(schema, columns));
  }
  /** BigQuery stores the rows of each query in an anonymous table for 24 hours: this returns that table. */
  async cache(statement: Statement, schema: ir.Fields, options: RunOptions): Promise<CachedRelation> {
    const { configuration } = await (await this.jobRunner).runToCompletion(statement, options);
    const { projectId, datasetId, tableId } = configuration?.query?.destinationTable ?? {};
    if (tableId === undefined)
      throw new AvocetError("backend", "BigQuery did not store the rows of the query", {
        hint: "Create a table of them instead, with createTable.",
      });
    return {
      relation: nodes.table(tableId, schema, datasetId ?? null, projectId ?? null),
      release: async () => undefined,
    };
  }
  async explain(statement: Statement, options: RunOptions & { readonly analyze?: boolean }): Promise<string> {
    const jobRunner = await this.jobRunner;
    return options.analyze
      ? planText(await jobRunner.runToCompletion(statement, options))
      : estimateText(await jobRunner.dryRun(statement, options));
  }
  async estimate(statement: Statement, options: RunOptions): Promise<{ readonly bytes: number }> {
    const { statistics } = await (await this.jobRunner).dryRun(statement, options);
    return { bytes: Number(statistics?.totalBytesProcessed ?? 0) };
  }
  async close(): Promise<void> {
    const session = await this.temporarySession;
    await session?.close();
    await session?.endSession();
    await this.mainRunner.close();
  }
}
