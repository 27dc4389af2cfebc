import { randomUUID } from "node:crypto";
import type { CancellationToken } from "../../shared/cancellation.js";
import type { Report } from "../../shared/events/event.js";
import { bigqueryError, failureOf, isPassing } from "../errors.js";
import type { Api, JobConfiguration, JobState, LoadConfiguration, Page } from "./api.js";
import { pause } from "./pause.js";

/** How long the server waits for the end of a job before it answers that there is none yet. */
const WAIT_MS = 10_000;

/** A query that BigQuery works on, or has worked on. */
export class Job {
  readonly id: string;
  readonly sql: string;
  private readonly api: Api;
  private readonly retries: number;
  private readonly stop: CancellationToken;
  private location: string | undefined;
  private over = false;

  private constructor(api: Api, retries: number, sql: string, stop: CancellationToken) {
    this.api = api;
    this.retries = retries;
    this.sql = sql;
    this.stop = stop;
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
    stop: CancellationToken,
    report?: Report,
  ): Promise<Job> {
    const job = new Job(api, retries, configuration.query.query, stop);
    report?.queryId(job.id);
    return job.begin(() => api.insert(job.id, configuration));
  }
  /** As {@link Job.start}, of a job that adds rows to a table; it has been done when this gives it. */
  static async load(
    api: Api,
    retries: number,
    configuration: LoadConfiguration,
    lines: string,
    stop: CancellationToken,
  ): Promise<Job> {
    const job = new Job(api, retries, "", stop);
    await job.begin(() => api.load(job.id, configuration, lines));
    for (let asked = 1; ; asked++) {
      const { status = {} } = await job.unlessStopped(job.state());
      if (status.errorResult) job.fail({ errors: [status.errorResult, ...(status.errors ?? [])] });
      if (status.state === "DONE") break;
      await pause(asked, stop);
    }
    job.over = true;
    return job;
  }

  private async begin(send: () => Promise<JobState>): Promise<Job> {
    const { stop } = this;
    const asked = this.ask(send);
    asked.then(
      () => {
        if (stop.isCancelled) void this.endNow(); // it was not there yet when it was to stop
      },
      () => undefined,
    );
    const state = await this.unlessStopped(asked);
    this.location = state.jobReference?.location;
    const { errorResult, errors = [] } = state.status ?? {};
    if (errorResult) this.fail({ errors: [errorResult, ...errors] });
    return this;
  }

  private async ask(send: () => Promise<JobState>): Promise<JobState> {
    for (let tried = 1; ; tried++) {
      try {
        return await send();
      } catch (error) {
        const failure = failureOf(error);
        // Nobody else has this name: an earlier request has arrived.
        if (failure.reason === "duplicate" || failure.code === 409) return this.api.job(this.id, undefined);
        if (!isPassing(failure) || tried > this.retries) this.fail(error);
        await pause(tried, this.stop);
      }
    }
  }

  /** The first rows, at most `most` of them, once the job is done. */
  async first(most: number, report?: Report): Promise<Page> {
    for (;;) {
      const page = await this.page({ maxResults: most, timeoutMs: WAIT_MS });
      report?.progress(page.jobComplete === false ? null : 1, page.jobComplete === false ? "RUNNING" : "DONE");
      if (page.jobComplete !== false) {
        this.over = true;
        return page;
      }
    }
  }
  /** Rows of a job that is done, from a token on. */
  next(most: number, pageToken: string): Promise<Page> {
    return this.page({ maxResults: most, pageToken });
  }

  private async page(query: Readonly<Record<string, string | number>>): Promise<Page> {
    const { id, location } = this;
    return this.unlessStopped(this.api.results(id, { location, ...query })).catch((error) => this.fail(error));
  }

  /** What BigQuery knows of the job. */
  async state(): Promise<JobState> {
    return this.api.job(this.id, this.location).catch((error: unknown) => this.fail(error));
  }

  /** Ends the job at the server, unless it has ended. */
  async cancel(): Promise<void> {
    if (this.over) return;
    this.over = true;
    await this.endNow();
  }
  private async endNow(): Promise<void> {
    await this.api.cancel(this.id, this.location).catch(() => undefined); // it may have ended by itself
  }

  /** The outcome of `work`; if it is time to stop before that, the job is ended at the server. */
  private async unlessStopped<T>(work: Promise<T>): Promise<T> {
    let unsubscribe = (): unknown => undefined;
    const stopped = new Promise<never>((_, reject) => {
      unsubscribe = this.stop.onCancel(() => void this.cancel().then(() => reject(this.stop.error(this.sql))));
    });
    work.catch(() => undefined); // its failure is of no interest after a stop
    try {
      return await Promise.race([work, stopped]);
    } finally {
      unsubscribe();
    }
  }

  private fail(error: unknown): never {
    this.over = true;
    if (this.stop.isCancelled) throw this.stop.error(this.sql);
    throw bigqueryError(error, this.sql, this.id);
  }
}
