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

/** Runs statements as jobs: those of a connection, or of one session of BigQuery. */
export class JobRunner {
  readonly api: Api;
  private readonly options: BigQueryOptions;
  private readonly placeholder: Dialect["placeholder"];
  private readonly sessionId: string | null;
  private readonly semaphore: Semaphore;
  private readonly runningStatements = new Set<Promise<unknown>>();
  private closed = false;

  constructor(
    api: Api,
    options: BigQueryOptions,
    placeholder: Dialect["placeholder"],
    sessionId: string | null = null,
  ) {
    this.api = api;
    this.options = options;
    this.placeholder = placeholder;
    this.sessionId = sessionId;
    this.semaphore = new Semaphore(sessionId === null ? (options.connections ?? CONNECTIONS) : 1);
  }

  /** Opens a session with `sql` as its first statement. Close it with {@link endSession}. */
  async beginSession(sql: string, options: RunOptions): Promise<JobRunner> {
    const state = await this.withSlot(options, async (token) => {
      const configuration = this.jobConfiguration({ sql, values: [] });
      const job = await this.startJob(
        { ...configuration, query: { ...configuration.query, createSession: true } },
        token,
      );
      await job.firstPage(0);
      return job.state();
    });
    const id = state.statistics?.sessionInfo?.sessionId;
    if (id === undefined)
      throw new AvocetError("backend", "BigQuery did not create a session", {
        hint: "Avoid transactions and temporary tables.",
      });
    return new JobRunner(this.api, this.options, this.placeholder, id);
  }
  /** Ends the session: drops its temporary tables and rolls back its open transaction. */
  async endSession(): Promise<void> {
    this.closed = true;
    // Errors are ignored: idle sessions expire after 24 hours.
    await this.runFinalStatement({ sql: "CALL BQ.ABORT_SESSION()", values: [] }).catch(() => undefined);
  }

  /** Reads the rows of a query page by page. One page is prefetched while the previous one is processed. */
  async *read(statement: Statement, schema: ir.Fields, options: RunOptions, report?: Report): AsyncGenerator<Batch> {
    const token = new CancellationToken(options);
    const pageRows = this.options.pageRows ?? PAGE_ROWS;
    let release = (): void => undefined;
    let job: Job | undefined;
    try {
      release = await this.acquireSlot(token);
      const started = await this.startWithRetries(statement, token, pageRows, report);
      release(); // fetching rows does not count as a running query
      job = started.job;
      let page: Page = started.page;
      const decode = pageDecoder(schema, page.schema?.fields ?? [], resolveEncoding(options.values));
      for (;;) {
        const next = page.pageToken === undefined ? null : job.nextPage(pageRows, page.pageToken);
        next?.catch(() => undefined); // thrown when the page is awaited
        token.throwIfCancelled();
        if (page.rows && page.rows.length > 0) yield decode(page.rows);
        if (!next) return;
        page = await next;
      }
    } finally {
      await job?.cancel();
      release();
      token.dispose();
    }
  }

  /** Runs a read-only query and returns its job and first page. Transient errors are retried. */
  private async startWithRetries(
    statement: Statement,
    token: CancellationToken,
    maxRows: number,
    report?: Report,
  ): Promise<{ job: Job; page: Page }> {
    for (let attempt = 1; ; attempt++) {
      try {
        const job = await this.startJob(this.jobConfiguration(statement), token, report);
        return { job, page: await job.firstPage(maxRows, report) };
      } catch (error) {
        const cause = error instanceof AvocetError ? error.details.cause : error;
        if (token.isCancelled || attempt > this.retries || !isTransient(failureOf(cause))) throw error;
        await waitBeforeRetry(attempt, token);
      }
    }
  }

  /** Runs a statement at most once. Returns the number of changed rows, or null if BigQuery does not report it. */
  execute(statement: Statement, options: RunOptions, report?: Report): Promise<number | null> {
    return this.withSlot(options, async (token) => {
      const job = await this.startJob(this.jobConfiguration(statement), token, report);
      const { numDmlAffectedRows } = await job.firstPage(0, report);
      return numDmlAffectedRows === undefined ? null : Number(numDmlAffectedRows);
    });
  }

  /** Appends newline-delimited JSON to a table. */
  load(table: TableName, lines: string, options: RunOptions): Promise<void> {
    return this.withSlot(options, async (token) => {
      const { labels } = this.options;
      const load = {
        destinationTable: table,
        sourceFormat: "NEWLINE_DELIMITED_JSON",
        writeDisposition: "WRITE_APPEND",
        createDisposition: "CREATE_NEVER",
      } as const;
      await Job.load(this.api, this.retries, { load, ...(labels ? { labels } : {}) }, lines, token);
    });
  }

  /** Runs a read-only statement. Returns the state of the finished job. */
  runToCompletion(statement: Statement, options: RunOptions): Promise<JobState> {
    return this.withSlot(options, async (token) => {
      const { job } = await this.startWithRetries(statement, token, 0);
      return job.state();
    });
  }

  /** Validates a statement without running it. Returns the state of the dry-run job. */
  dryRun(statement: Statement, options: RunOptions): Promise<JobState> {
    return this.withSlot(options, async (token) => {
      const configuration = { ...this.jobConfiguration(statement), dryRun: true };
      for (let attempt = 1; ; attempt++) {
        try {
          return await this.api.insert(null, configuration);
        } catch (error) {
          if (attempt > this.retries || !isTransient(failureOf(error))) throw bigqueryError(error, statement.sql);
          await waitBeforeRetry(attempt, token);
        }
      }
    });
  }

  /** Returns the columns of a query without running it. Throws for other statements. */
  async columns(sql: string, options: RunOptions): Promise<readonly ResultColumn[]> {
    const { statistics } = await this.dryRun({ sql, values: [] }, options);
    const { statementType, schema } = statistics?.query ?? {};
    if (statementType !== undefined && statementType !== "SELECT")
      throw new AvocetError("invalid-argument", `The text is not a query but a statement of type ${statementType}`, {
        hint: "Pass one SELECT statement; connection.raw(text) runs any others.",
        sql,
      });
    return columnsOf(schema?.fields ?? []);
  }

  private get retries(): number {
    return this.options.retries ?? RETRIES;
  }
  private startJob(configuration: JobConfiguration, token: CancellationToken, report?: Report): Promise<Job> {
    return Job.start(this.api, this.retries, configuration, token, report);
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
        ...(this.sessionId === null ? {} : { connectionProperties: [{ key: "session_id", value: this.sessionId }] }),
      },
      ...(labels ? { labels } : {}),
      ...(jobTimeoutMs === undefined ? {} : { jobTimeoutMs: String(jobTimeoutMs) }),
    };
  }

  /** Waits until the statement may run. Returns a function to call when it is finished. */
  private async acquireSlot(token: CancellationToken): Promise<() => void> {
    if (this.closed) throw closedError();
    const releaseSemaphore = await this.semaphore.acquire(token);
    let markFinished = (): void => undefined;
    const running = new Promise<void>((resolve) => {
      markFinished = resolve;
    });
    this.runningStatements.add(running);
    return () => {
      releaseSemaphore();
      markFinished();
      this.runningStatements.delete(running);
    };
  }
  async withSlot<T>(options: RunOptions, work: (token: CancellationToken) => Promise<T>): Promise<T> {
    const token = new CancellationToken(options);
    let release = (): void => undefined;
    try {
      release = await this.acquireSlot(token);
      return await work(token);
    } finally {
      release();
      token.dispose();
    }
  }
  /** Rejects new statements and waits for the running ones. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.all(this.runningStatements);
  }
  /** Runs a statement on a closed runner. */
  async runFinalStatement(statement: Statement): Promise<void> {
    const token = new CancellationToken({});
    const job = await this.startJob(this.jobConfiguration(statement), token);
    await job.firstPage(0);
  }
}

/** The name in a placeholder such as `@p1`. */
const PARAMETER_NAME = /@(\w+)/;

const closedError = (): AvocetError =>
  new AvocetError("backend", "This connection is closed", { reason: "connection", hint: "Connect again." });
