import type { RunOptions } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { Batch } from "@avocet/core/backend";
import { resolveEncoding } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import type { Dialect } from "@avocet/sql-dialects";
import { CancellationToken } from "../../shared/cancellation.js";
import type { ResultColumn } from "../../shared/driver.js";
import type { Report } from "../../shared/events/event.js";
import type { Statement } from "../../shared/statement.js";
import { bigqueryError, failureOf, isTransient } from "../errors.js";
import type { BigQueryOptions } from "../options.js";
import { pageDecoder } from "../values/decode.js";
import { encodeParameter } from "../values/parameter.js";
import { columnsOf } from "../values/schema.js";
import type { Api, JobConfiguration, JobState, Page, QueryConfiguration, TableName } from "./api.js";
import { RETRIES } from "./api.js";
import { Job } from "./job.js";
import { waitBeforeRetry } from "./retry-delay.js";
import { Semaphore } from "./semaphore.js";

const PAGE_ROWS = 20_000;
const CONNECTIONS = 50;

/** Runs statements as jobs: all of a connection, or those of one session. */
export class JobRunner {
  readonly api: Api;
  private readonly options: BigQueryOptions;
  private readonly placeholder: Dialect["placeholder"];
  private readonly session: string | null;
  private readonly limit: Semaphore;
  private readonly open = new Set<Promise<unknown>>();
  private closed = false;

  constructor(api: Api, options: BigQueryOptions, placeholder: Dialect["placeholder"], session: string | null = null) {
    this.api = api;
    this.options = options;
    this.placeholder = placeholder;
    this.session = session;
    this.limit = new Semaphore(session === null ? (options.connections ?? CONNECTIONS) : 1);
  }

  /** The statements of a session that is begun with `sql`; the session stays until it is ended with {@link endSession}. */
  async begin(sql: string, options: RunOptions): Promise<JobRunner> {
    const state = await this.withSlot(options, async (stop) => {
      const configuration = this.jobConfiguration({ sql, values: [] });
      const job = await this.startJob({ ...configuration, query: { ...configuration.query, createSession: true } }, stop);
      await job.firstPage(0);
      return job.state();
    });
    const id = state.statistics?.sessionInfo?.sessionId;
    if (id === undefined)
      throw new AvocetError("backend", "BigQuery gave no session", {
        hint: "Try without a transaction and without temporary tables.",
      });
    return new JobRunner(this.api, this.options, this.placeholder, id);
  }
  /** Ends a session, with its temporary tables and what it has not committed. */
  async endSession(): Promise<void> {
    this.closed = true;
    await this.runFinalStatement({ sql: "CALL BQ.ABORT_SESSION()", values: [] }).catch(() => undefined); // it ends by itself after a day
  }

  /** The rows of a query, page by page: the next one is on its way while one is being used, and no more. */
  async *read(statement: Statement, schema: ir.Fields, options: RunOptions, report?: Report): AsyncGenerator<Batch> {
    const cancellation = new CancellationToken(options);
    const pageRows = this.options.pageRows ?? PAGE_ROWS;
    let release = (): void => undefined;
    let job: Job | undefined;
    try {
      release = await this.acquireSlot(cancellation);
      const started = await this.startWithRetries(statement, cancellation, pageRows, report);
      release(); // what is left is to fetch rows
      job = started.job;
      let page: Page = started.page;
      const decode = pageDecoder(schema, page.schema?.fields ?? [], resolveEncoding(options.values));
      for (;;) {
        const next = page.pageToken === undefined ? null : job.nextPage(pageRows, page.pageToken);
        next?.catch(() => undefined); // told when it is taken
        cancellation.throwIfCancelled();
        if (page.rows && page.rows.length > 0) yield decode(page.rows);
        if (!next) return;
        page = await next;
      }
    } finally {
      await job?.cancel();
      release();
      cancellation.dispose();
    }
  }

  /** A job and its first rows; a query that only reads is tried again after an error that passes. */
  private async startWithRetries(
    statement: Statement,
    cancellation: CancellationToken,
    maxRows: number,
    report?: Report,
  ): Promise<{ job: Job; page: Page }> {
    for (let attempt = 1; ; attempt++) {
      try {
        const job = await this.startJob(this.jobConfiguration(statement), cancellation, report);
        return { job, page: await job.firstPage(maxRows, report) };
      } catch (error) {
        const cause = error instanceof AvocetError ? error.details.cause : error;
        if (cancellation.isCancelled || attempt > this.retries || !isTransient(failureOf(cause))) throw error;
        await waitBeforeRetry(attempt, cancellation);
      }
    }
  }

  /** Runs a statement once; the number of rows that it changed, where BigQuery says so. */
  execute(statement: Statement, options: RunOptions, report?: Report): Promise<number | null> {
    return this.withSlot(options, async (cancellation) => {
      const job = await this.startJob(this.jobConfiguration(statement), cancellation, report);
      const { numDmlAffectedRows } = await job.firstPage(0, report);
      return numDmlAffectedRows === undefined ? null : Number(numDmlAffectedRows);
    });
  }

  /** Adds lines of JSON to a table. */
  load(table: TableName, lines: string, options: RunOptions): Promise<void> {
    return this.withSlot(options, async (cancellation) => {
      const { labels } = this.options;
      const load = {
        destinationTable: table,
        sourceFormat: "NEWLINE_DELIMITED_JSON",
        writeDisposition: "WRITE_APPEND",
        createDisposition: "CREATE_NEVER",
      } as const;
      await Job.load(this.api, this.retries, { load, ...(labels ? { labels } : {}) }, lines, cancellation);
    });
  }

  /** Runs a statement, and gives what BigQuery knows of the job. */
  runToCompletion(statement: Statement, options: RunOptions): Promise<JobState> {
    return this.withSlot(options, async (cancellation) => {
      const { job } = await this.startWithRetries(statement, cancellation, 0);
      return job.state();
    });
  }

  /** What BigQuery says of a statement without running it. */
  dryRun(statement: Statement, options: RunOptions): Promise<JobState> {
    return this.withSlot(options, async (cancellation) => {
      const configuration = { ...this.jobConfiguration(statement), dryRun: true };
      for (let attempt = 1; ; attempt++) {
        try {
          return await this.api.insert(null, configuration);
        } catch (error) {
          if (attempt > this.retries || !isTransient(failureOf(error))) throw bigqueryError(error, statement.sql);
          await waitBeforeRetry(attempt, cancellation);
        }
      }
    });
  }

  /** The columns of a query. */
  async columns(sql: string, options: RunOptions): Promise<readonly ResultColumn[]> {
    const { statistics } = await this.dryRun({ sql, values: [] }, options);
    const { statementType, schema } = statistics?.query ?? {};
    if (statementType !== undefined && statementType !== "SELECT")
      throw new AvocetError("invalid-argument", `this is no query but ${statementType}`, {
        hint: "Give one SELECT statement; connection.raw(text) runs any others.",
        sql,
      });
    return columnsOf(schema?.fields ?? []);
  }

  private get retries(): number {
    return this.options.retries ?? RETRIES;
  }
  private startJob(configuration: JobConfiguration, cancellation: CancellationToken, report?: Report): Promise<Job> {
    return Job.start(this.api, this.retries, configuration, cancellation, report);
  }
  private jobConfiguration({ sql, values }: Statement): JobConfiguration {
    const { project, dataset, labels, maximumBytesBilled, jobTimeoutMs } = this.options;
    const names = values.map(({ dtype }, i) => PARAMETER_NAME.exec(this.placeholder(i + 1, dtype))?.[1] ?? null);
    const parameters: Partial<QueryConfiguration> =
      values.length === 0
        ? {}
        : {
            parameterMode: names[0] ? "NAMED" : "POSITIONAL",
            queryParameters: values.map((value, i) => encodeParameter(value, names[i] ?? null)),
          };
    return {
      query: {
        query: sql,
        useLegacySql: false,
        ...(dataset === undefined
          ? {}
          : { defaultDataset: { ...(project === undefined ? {} : { projectId: project }), datasetId: dataset } }),
        ...parameters,
        ...(maximumBytesBilled === undefined ? {} : { maximumBytesBilled: String(maximumBytesBilled) }),
        ...(this.session === null ? {} : { connectionProperties: [{ key: "session_id", value: this.session }] }),
      },
      ...(labels ? { labels } : {}),
      ...(jobTimeoutMs === undefined ? {} : { jobTimeoutMs: String(jobTimeoutMs) }),
    };
  }

  /** A place among the statements that run at the same time. */
  private async acquireSlot(cancellation: CancellationToken): Promise<() => void> {
    if (this.closed) throw closedError();
    const releaseSemaphore = await this.limit.acquire(cancellation);
    let markFinished = (): void => undefined;
    const running = new Promise<void>((resolve) => {
      markFinished = resolve;
    });
    this.open.add(running);
    return () => {
      releaseSemaphore();
      markFinished();
      this.open.delete(running);
    };
  }
  async withSlot<T>(options: RunOptions, work: (cancellation: CancellationToken) => Promise<T>): Promise<T> {
    const cancellation = new CancellationToken(options);
    let release = (): void => undefined;
    try {
      release = await this.acquireSlot(cancellation);
      return await work(cancellation);
    } finally {
      release();
      cancellation.dispose();
    }
  }
  /** Takes no more statements, and waits for those that run. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.all(this.open);
  }
  /** The last statement, of one that takes no more. */
  async runFinalStatement(statement: Statement): Promise<void> {
    const cancellation = new CancellationToken({});
    const job = await this.startJob(this.jobConfiguration(statement), cancellation);
    await job.firstPage(0);
  }
}

/** The name in the sign of a parameter. */
const PARAMETER_NAME = /@(\w+)/;

const closedError = (): AvocetError =>
  new AvocetError("backend", "this connection is closed", { reason: "connection", hint: "Connect again." });
