import { randomUUID } from "node:crypto";
import type { CancellationToken } from "../../shared/cancellation.js";
import type { Report } from "../../shared/events/event.js";
import { bigqueryError, failureOf, isTransient } from "../errors.js";
import type { Api, JobConfiguration, JobState, LoadConfiguration, Page } from "./api.js";
import { waitBeforeRetry } from "./retry-delay.js";

/** How long the server waits for the end of a job before it answers that there is none yet. */
const WAIT_MS = 10_000;

/** A query that BigQuery works on, or has worked on. */
export class Job {
  readonly id: string;
  readonly sql: string;
  private readonly api: Api;
  private readonly retries: number;
  private readonly cancellation: CancellationToken;
  private location: string | undefined;
  private isFinished = false;

  private constructor(api: Api, retries: number, sql: string, cancellation: CancellationToken) {
    this.api = api;
    this.retries = retries;
    this.sql = sql;
    this.cancellation = cancellation;
    this.id = `avocet_${randomUUID()}`;
  }

  /**
   * Asks for a job under a name of its own. If that fails for a moment it is asked for again under the same name: there is one job of
   * it, or none.
   */
  static start(
    api: Api,
    retries: number,
    configuration: JobConfiguration,
    cancellation: CancellationToken,
    report?: Report,
  ): Promise<Job> {
    const job = new Job(api, retries, configuration.query.query, cancellation);
    report?.queryId(job.id);
    return job.submit(() => api.insert(job.id, configuration));
  }
  /** As {@link Job.start}, of a job that adds rows to a table; it has been done when this gives it. */
  static async load(
    api: Api,
    retries: number,
    configuration: LoadConfiguration,
    lines: string,
    cancellation: CancellationToken,
  ): Promise<Job> {
    const job = new Job(api, retries, "", cancellation);
    await job.submit(() => api.load(job.id, configuration, lines));
    for (let attempt = 1; ; attempt++) {
      const { status = {} } = await job.raceCancellation(job.state());
      if (status.errorResult) job.fail({ errors: [status.errorResult, ...(status.errors ?? [])] });
      if (status.state === "DONE") break;
      await waitBeforeRetry(attempt, cancellation);
    }
    job.isFinished = true;
    return job;
  }

  private async submit(send: () => Promise<JobState>): Promise<Job> {
    const { cancellation } = this;
    const submission = this.sendWithRetries(send);
    submission.then(
      () => {
        if (cancellation.isCancelled) void this.sendCancel(); // it was not there yet when it was to stop
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
        // Nobody else has this name: an earlier request has arrived.
        if (failure.reason === "duplicate" || failure.code === 409) return this.api.job(this.id, undefined);
        if (!isTransient(failure) || attempt > this.retries) this.fail(error);
        await waitBeforeRetry(attempt, this.cancellation);
      }
    }
  }

  /** The first rows, at most `most` of them, once the job is done. */
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
  /** Rows of a job that is done, from a token on. */
  nextPage(maxRows: number, pageToken: string): Promise<Page> {
    return this.fetchPage({ maxResults: maxRows, pageToken });
  }

  private async fetchPage(query: Readonly<Record<string, string | number>>): Promise<Page> {
    const { id, location } = this;
    return this.raceCancellation(this.api.results(id, { location, ...query })).catch((error) => this.fail(error));
  }

  /** What BigQuery knows of the job. */
  async state(): Promise<JobState> {
    return this.api.job(this.id, this.location).catch((error: unknown) => this.fail(error));
  }

  /** Ends the job at the server, unless it has ended. */
  async cancel(): Promise<void> {
    if (this.isFinished) return;
    this.isFinished = true;
    await this.sendCancel();
  }
  private async sendCancel(): Promise<void> {
    await this.api.cancel(this.id, this.location).catch(() => undefined); // it may have ended by itself
  }

  /** The outcome of `work`; if it is time to stop before that, the job is ended at the server. */
  private async raceCancellation<T>(work: Promise<T>): Promise<T> {
    let unsubscribe = (): unknown => undefined;
    const cancelled = new Promise<never>((_, reject) => {
      unsubscribe = this.cancellation.onCancel(() => void this.cancel().then(() => reject(this.cancellation.error(this.sql))));
    });
    work.catch(() => undefined); // its failure is of no interest after a stop
    try {
      return await Promise.race([work, cancelled]);
    } finally {
      unsubscribe();
    }
  }

  private fail(error: unknown): never {
    this.isFinished = true;
    if (this.cancellation.isCancelled) throw this.cancellation.error(this.sql);
    throw bigqueryError(error, this.sql, this.id);
  }
}
