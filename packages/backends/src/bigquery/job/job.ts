import { randomUUID } from "node:crypto";
import type { CancellationToken } from "../../shared/cancellation.js";
import type { Report } from "../../shared/events/event.js";
import { bigqueryError, failureOf, isTransient } from "../errors.js";
import type { Api, JobConfiguration, JobState, LoadConfiguration, Page } from "./api.js";
import { waitBeforeRetry } from "./retry-delay.js";

/** How long the server waits for a job to finish before it answers that the job is incomplete. */
const WAIT_MS = 10_000;

/** A running or finished job of BigQuery. */
export class Job {
  readonly id: string;
  readonly sql: string;
  private readonly api: Api;
  private readonly retries: number;
  private readonly token: CancellationToken;
  private location: string | undefined;
  private isFinished = false;

  private constructor(api: Api, retries: number, sql: string, token: CancellationToken) {
    this.api = api;
    this.retries = retries;
    this.sql = sql;
    this.token = token;
    this.id = `avocet_${randomUUID()}`;
  }

  /**
   * Inserts a job under a unique id. A transient error is retried with the same id, so that the statement runs at most
   * once.
   */
  static start(
    api: Api,
    retries: number,
    configuration: JobConfiguration,
    token: CancellationToken,
    report?: Report,
  ): Promise<Job> {
    const job = new Job(api, retries, configuration.query.query, token);
    report?.queryId(job.id);
    return job.submit(() => api.insert(job.id, configuration));
  }
  /** Like {@link Job.start}, for a job that appends rows to a table. Returns when it is finished. */
  static async load(
    api: Api,
    retries: number,
    configuration: LoadConfiguration,
    lines: string,
    token: CancellationToken,
  ): Promise<Job> {
    const job = new Job(api, retries, "", token);
    await job.submit(() => api.load(job.id, configuration, lines));
    for (let attempt = 1; ; attempt++) {
      const { status = {} } = await job.raceCancellation(job.state());
      if (status.errorResult) job.fail({ errors: [status.errorResult, ...(status.errors ?? [])] });
      if (status.state === "DONE") break;
      await waitBeforeRetry(attempt, token);
    }
    job.isFinished = true;
    return job;
  }

  private async submit(send: () => Promise<JobState>): Promise<Job> {
    const { token } = this;
    const submission = this.sendWithRetries(send);
    submission.then(
      () => {
        if (token.isCancelled) void this.sendCancel(); // cancelled before the job existed on the server
      },
      () => undefined,
    );
    const state = await this.raceCancellation(submission);
    this.location = state.jobReference?.location;
    const { errorResult, errors = [] } = state.status ?? {};
    if (errorResult) this.fail({ errors: [errorResult, ...errors] });
    return this;
  }

  private async sendWithRetries(send: () => Promise<JobState>): Promise<JobState> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await send();
      } catch (error) {
        const failure = failureOf(error);
        // The id is unique: an earlier attempt has arrived.
        if (failure.reason === "duplicate" || failure.code === 409) return this.api.job(this.id, undefined);
        if (!isTransient(failure) || attempt > this.retries) this.fail(error);
        await waitBeforeRetry(attempt, this.token);
      }
    }
  }

  /** Waits for the job to finish. Returns the first page, of at most `maxRows` rows. */
  async firstPage(maxRows: number, report?: Report): Promise<Page> {
    for (;;) {
      const page = await this.fetchPage({ maxResults: maxRows, timeoutMs: WAIT_MS });
      report?.progress(page.jobComplete === false ? null : 1, page.jobComplete === false ? "RUNNING" : "DONE");
      if (page.jobComplete !== false) {
        this.isFinished = true;
        return page;
      }
    }
  }
  /** Returns the page of a finished job that a token refers to. */
  nextPage(maxRows: number, pageToken: string): Promise<Page> {
    return this.fetchPage({ maxResults: maxRows, pageToken });
  }

  private async fetchPage(query: Readonly<Record<string, string | number>>): Promise<Page> {
    const { id, location } = this;
    return this.raceCancellation(this.api.results(id, { location, ...query })).catch((error) => this.fail(error));
  }

  /** Returns the current state of the job. */
  async state(): Promise<JobState> {
    return this.api.job(this.id, this.location).catch((error: unknown) => this.fail(error));
  }

  /** Cancels the job on the server, unless it has finished. */
  async cancel(): Promise<void> {
    if (this.isFinished) return;
    this.isFinished = true;
    await this.sendCancel();
  }
  private async sendCancel(): Promise<void> {
    await this.api.cancel(this.id, this.location).catch(() => undefined); // it may have finished meanwhile
  }

  /** Returns the result of `work`. On cancellation before that, cancels the job on the server and rejects. */
  private async raceCancellation<T>(work: Promise<T>): Promise<T> {
    let unsubscribe = (): unknown => undefined;
    const cancelled = new Promise<never>((_, reject) => {
      unsubscribe = this.token.onCancel(() => void this.cancel().then(() => reject(this.token.error(this.sql))));
    });
    work.catch(() => undefined); // avoids an unhandled rejection after cancellation
    try {
      return await Promise.race([work, cancelled]);
    } finally {
      unsubscribe();
    }
  }

  private fail(error: unknown): never {
    this.isFinished = true;
    if (this.token.isCancelled) throw this.token.error(this.sql);
    throw bigqueryError(error, this.sql, this.id);
  }
}
