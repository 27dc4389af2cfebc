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
import { bigqueryError, failureOf, isPassing } from "../errors.js";
import type { BigQueryOptions } from "../options.js";
import { pageDecoder } from "../values/decode.js";
import { parameterOf } from "../values/parameter.js";
import { columnsOf } from "../values/schema.js";
import type { Api, JobConfiguration, JobState, Page, QueryConfiguration, TableName } from "./api.js";
import { RETRIES } from "./api.js";
import { Job } from "./job.js";
import { pause } from "./pause.js";
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
    const state = await this.held(options, async (stop) => {
      const configuration = this.configuration({ sql, values: [] });
      const job = await this.start({ ...configuration, query: { ...configuration.query, createSession: true } }, stop);
      await job.first(0);
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
    await this.end({ sql: "CALL BQ.ABORT_SESSION()", values: [] }).catch(() => undefined); // it ends by itself after a day
  }

  /** The rows of a query, page by page: the next one is on its way while one is being used, and no more. */
  async *read(statement: Statement, schema: ir.Fields, options: RunOptions, report?: Report): AsyncGenerator<Batch> {
    const stop = new CancellationToken(options);
    const most = this.options.pageRows ?? PAGE_ROWS;
    let leave = (): void => undefined;
    let job: Job | undefined;
    try {
      leave = await this.enter(stop);
      const begun = await this.patiently(statement, stop, most, report);
      leave(); // what is left is to fetch rows
      job = begun.job;
      let page: Page = begun.page;
      const decode = pageDecoder(schema, page.schema?.fields ?? [], resolveEncoding(options.values));
      for (;;) {
        const next = page.pageToken === undefined ? null : job.next(most, page.pageToken);
        next?.catch(() => undefined); // told when it is taken
        stop.throwIfCancelled();
        if (page.rows && page.rows.length > 0) yield decode(page.rows);
        if (!next) return;
        page = await next;
      }
    } finally {
      await job?.cancel();
      leave();
      stop.dispose();
    }
  }

  /** A job and its first rows; a query that only reads is tried again after an error that passes. */
  private async patiently(
    statement: Statement,
    stop: CancellationToken,
    most: number,
    report?: Report,
  ): Promise<{ job: Job; page: Page }> {
    for (let tried = 1; ; tried++) {
      try {
        const job = await this.start(this.configuration(statement), stop, report);
        return { job, page: await job.first(most, report) };
      } catch (error) {
        const cause = error instanceof AvocetError ? error.details.cause : error;
        if (stop.isCancelled || tried > this.retries || !isPassing(failureOf(cause))) throw error;
        await pause(tried, stop);
      }
    }
  }

  /** Runs a statement once; the number of rows that it changed, where BigQuery says so. */
  change(statement: Statement, options: RunOptions, report?: Report): Promise<number | null> {
    return this.held(options, async (stop) => {
      const job = await this.start(this.configuration(statement), stop, report);
      const { numDmlAffectedRows } = await job.first(0, report);
      return numDmlAffectedRows === undefined ? null : Number(numDmlAffectedRows);
    });
  }

  /** Adds lines of JSON to a table. */
  load(table: TableName, lines: string, options: RunOptions): Promise<void> {
    return this.held(options, async (stop) => {
      const { labels } = this.options;
      const load = {
        destinationTable: table,
        sourceFormat: "NEWLINE_DELIMITED_JSON",
        writeDisposition: "WRITE_APPEND",
        createDisposition: "CREATE_NEVER",
      } as const;
      await Job.load(this.api, this.retries, { load, ...(labels ? { labels } : {}) }, lines, stop);
    });
  }

  /** Runs a statement, and gives what BigQuery knows of the job. */
  finished(statement: Statement, options: RunOptions): Promise<JobState> {
    return this.held(options, async (stop) => {
      const { job } = await this.patiently(statement, stop, 0);
      return job.state();
    });
  }

  /** What BigQuery says of a statement without running it. */
  dryRun(statement: Statement, options: RunOptions): Promise<JobState> {
    return this.held(options, async (stop) => {
      const configuration = { ...this.configuration(statement), dryRun: true };
      for (let tried = 1; ; tried++) {
        try {
          return await this.api.insert(null, configuration);
        } catch (error) {
          if (tried > this.retries || !isPassing(failureOf(error))) throw bigqueryError(error, statement.sql);
          await pause(tried, stop);
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
  private start(configuration: JobConfiguration, stop: CancellationToken, report?: Report): Promise<Job> {
    return Job.start(this.api, this.retries, configuration, stop, report);
  }
  private configuration({ sql, values }: Statement): JobConfiguration {
    const { project, dataset, labels, maximumBytesBilled, jobTimeoutMs } = this.options;
    const names = values.map(({ dtype }, i) => NAME.exec(this.placeholder(i + 1, dtype))?.[1] ?? null);
    const parameters: Partial<QueryConfiguration> =
      values.length === 0
        ? {}
        : {
            parameterMode: names[0] ? "NAMED" : "POSITIONAL",
            queryParameters: values.map((value, i) => parameterOf(value, names[i] ?? null)),
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
  private async enter(stop: CancellationToken): Promise<() => void> {
    if (this.closed) throw closedError();
    const leave = await this.limit.enter(stop);
    let end = (): void => undefined;
    const running = new Promise<void>((done) => {
      end = done;
    });
    this.open.add(running);
    return () => {
      leave();
      end();
      this.open.delete(running);
    };
  }
  async held<T>(options: RunOptions, work: (stop: CancellationToken) => Promise<T>): Promise<T> {
    const stop = new CancellationToken(options);
    let leave = (): void => undefined;
    try {
      leave = await this.enter(stop);
      return await work(stop);
    } finally {
      leave();
      stop.dispose();
    }
  }
  /** Takes no more statements, and waits for those that run. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.all(this.open);
  }
  /** The last statement, of one that takes no more. */
  async end(statement: Statement): Promise<void> {
    const stop = new CancellationToken({});
    const job = await this.start(this.configuration(statement), stop);
    await job.first(0);
  }
}

/** The name in the sign of a parameter. */
const NAME = /@(\w+)/;

const closedError = (): AvocetError =>
  new AvocetError("backend", "this connection is closed", { reason: "connection", hint: "Connect again." });
