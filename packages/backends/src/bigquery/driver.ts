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
import { guarded, storedAs } from "./storage.js";
import { linesOf } from "./values/lines.js";

/** BigQuery, by its API. */
export class BigQueryDriver implements Driver<BigQuerySession> {
  readonly dialect: Dialect;
  readonly catalog = catalog;
  readonly definitions = definitions;
  readonly missingTable = missingTable;
  /** Only rows and temporary tables belong to a transaction. */
  readonly transactionalDdl = false;
  readonly storedAs = storedAs;
  readonly encodeForTable = guarded;
  readonly materializedViews: MaterializedViews;
  private readonly main: JobRunner;
  private readonly options: BigQueryOptions;
  /** The session that holds the temporary tables, in which all runs from the first of them on. */
  private session: Promise<JobRunner> | null = null;
  private readonly temporaries: Set<string>;

  constructor(queries: JobRunner, options: BigQueryOptions, temporaries: ReadonlySet<string> = new Set()) {
    this.main = queries;
    this.options = options;
    this.temporaries = new Set(temporaries);
    // BigQuery works them out anew by itself; this does it at once.
    this.materializedViews = {
      refreshSql: (name) =>
        `CALL BQ.REFRESH_MATERIALIZED_VIEW(${bigquery.literal(bigquery.tablePath([options.dataset ?? "", name]).join("."), string)})`,
    };
    this.dialect = defineDialect({ ...bigquery, tablePath: (path) => this.pathOf(path) });
  }
  /** Names say their dataset, so that the text of a view means the same wherever it is read; those of temporary tables have none. */
  private pathOf(path: readonly string[]): readonly string[] {
    const { dataset } = this.options;
    const bare = path.length === 1 && dataset !== undefined && !this.temporaries.has(path[0] ?? "");
    return bigquery.tablePath(bare ? [dataset, ...path] : path);
  }
  private get queries(): JobRunner | Promise<JobRunner> {
    return this.session ?? this.main;
  }
  private async on(options: RunOptions): Promise<BigQuerySession> {
    const temporary = async (name: string): Promise<BigQuerySession> => {
      this.temporaries.add(name);
      this.session ??= this.main.begin("SELECT 1", options);
      return new BigQuerySession(await this.session, this.options, options, temporary);
    };
    return new BigQuerySession(await this.queries, this.options, options, temporary);
  }

  compile(relation: ir.Relation, options?: CompileOptions): CompiledQuery {
    return this.dialect.compile(relation, options);
  }
  async *read(statement: Statement, schema: ir.Fields, options: RunOptions, report?: Report): AsyncGenerator<Batch> {
    yield* (await this.queries).read(statement, schema, options, report);
  }
  async withReadSession<T>(work: (on: BigQuerySession) => Promise<T>, options: RunOptions = {}): Promise<T> {
    return work(await this.on(options));
  }
  withWriteSession<T>(work: (on: BigQuerySession) => Promise<T>, options: RunOptions = {}): Promise<T> {
    return this.withReadSession(work, options);
  }
  async transaction<T>(work: (inside: this) => Promise<T>, options: RunOptions = {}): Promise<T> {
    const inside = await this.main.begin("BEGIN TRANSACTION", options);
    try {
      const value = await work(new BigQueryDriver(inside, this.options, this.temporaries) as this); // the class is not derived from
      await inside.close();
      await inside.end(sqlStatement("COMMIT TRANSACTION"));
      return value;
    } finally {
      await inside.endSession();
    }
  }
  /** A load job, which costs nothing and takes millions of rows. */
  append(
    on: BigQuerySession,
    table: string,
    schema: ir.Fields,
    columns: readonly (readonly LiteralValue[])[],
  ): Promise<void> {
    return on.load(table, linesOf(schema, columns));
  }
  /** The rows of a query are kept by BigQuery itself, for a day, in a table without a name. */
  async cache(statement: Statement, schema: ir.Fields, options: RunOptions): Promise<CachedRelation> {
    const { configuration } = await (await this.queries).finished(statement, options);
    const { projectId, datasetId, tableId } = configuration?.query?.destinationTable ?? {};
    if (tableId === undefined)
      throw new AvocetError("backend", "BigQuery did not keep the rows", { hint: "Make a table of them instead." });
    return {
      relation: nodes.table(tableId, schema, datasetId ?? null, projectId ?? null),
      release: async () => undefined,
    };
  }
  async explain(statement: Statement, options: RunOptions & { readonly analyze?: boolean }): Promise<string> {
    const queries = await this.queries;
    return options.analyze
      ? planText(await queries.finished(statement, options))
      : estimateText(await queries.dryRun(statement, options));
  }
  async estimate(statement: Statement, options: RunOptions): Promise<{ readonly bytes: number }> {
    const { statistics } = await (await this.queries).dryRun(statement, options);
    return { bytes: Number(statistics?.totalBytesProcessed ?? 0) };
  }
  async close(): Promise<void> {
    const session = await this.session;
    await session?.close();
    await session?.endSession();
    await this.main.close();
  }
}
