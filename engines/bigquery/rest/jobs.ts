import { randomUUID } from "node:crypto";
import { ApiError } from "../api-error.js";
import type { Path, Store } from "../catalog/store.js";
import type { GoogleSql, Parameter } from "../googlesql/engine.js";
import type { Outcome } from "../statements/outcome.js";
import type { Context } from "../statements/prepare.js";
import { dryRun, newSqlSession as newSession, runScript, type Session } from "../statements/run.js";
import {
  evaluateJson,
  type ParameterType,
  type ParameterValue,
  parameterToJson,
  parameterTypeToType,
} from "../values/literals.js";

/** The query configuration of jobs.insert and jobs.query. */
export interface QueryRequest {
  readonly query: string;
  readonly useLegacySql?: boolean;
  readonly defaultDataset?: { readonly projectId?: string; readonly datasetId: string };
  readonly parameterMode?: string;
  readonly queryParameters?: readonly {
    readonly name?: string;
    readonly parameterType: ParameterType;
    readonly parameterValue?: ParameterValue;
  }[];
  readonly maximumBytesBilled?: string;
  readonly createSession?: boolean;
  readonly connectionProperties?: readonly { readonly key: string; readonly value: string }[];
}
/** The options of a job. */
export interface JobRequest {
  readonly jobId?: string | undefined;
  readonly dryRun?: boolean | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly timeoutMs?: number | undefined;
  /** The configuration as the client sent it. */
  readonly configuration: object;
}

/** A job of the API. */
export interface Job {
  readonly project: string;
  readonly id: string;
  readonly sql: string;
  readonly configuration: object;
  readonly labels: Readonly<Record<string, string>>;
  readonly created: number;
  readonly dryRun: boolean;
  readonly sessionId: string | undefined;
  state: "RUNNING" | "DONE";
  ended: number;
  outcome: Outcome | null;
  error: ApiError | null;
  /** The anonymous table with the rows of the result. */
  destination: Path | null;
  /** The number of cancellation requests. */
  cancelRequests: number;
  readonly completed: Promise<void>;
  cancel(reason: string): void;
}

/** The hidden dataset of anonymous result tables. */
const RESULTS_DATASET = "_results";
const MAX_STORED_RESULTS = 200;

/** Runs jobs and stores their results. */
export class Jobs {
  readonly byId = new Map<string, Job>();
  private readonly sessions = new Map<string, Session>();
  private readonly engine: GoogleSql;
  private readonly store: Store;
  private readonly storedResults: Job[] = [];
  private lastChange: Promise<unknown> = Promise.resolve();

  constructor(engine: GoogleSql, store: Store) {
    this.engine = engine;
    this.store = store;
  }

  get(project: string, id: string): Job {
    const job = this.byId.get(id);
    if (job?.project === project) return job;
    throw new ApiError("notFound", `Not found: Job ${project}:${id}`);
  }

  /** Starts a query job. `beforeQuery` can delay it or make it fail. */
  query(
    project: string,
    query: QueryRequest,
    request: JobRequest,
    beforeQuery: (signal: AbortSignal) => Promise<void>,
  ): Job {
    const sessionId = this.sessionIdOf(query);
    return this.start(project, query.query, { ...request, sessionId }, async (signal) => {
      await beforeQuery(signal);
      return this.run(project, query, request.dryRun === true, sessionId, signal);
    });
  }

  /** Starts a job. */
  start(
    project: string,
    sql: string,
    request: JobRequest & { readonly sessionId?: string | undefined },
    work: (signal: AbortSignal) => Promise<Outcome>,
  ): Job {
    const id = request.jobId ?? `job_${randomUUID()}`;
    if (this.byId.has(id)) throw new ApiError("duplicate", `Already Exists: Job ${project}:US.${id}`);
    const abortController = new AbortController();
    const timer = request.timeoutMs
      ? setTimeout(() => job.cancel(`Job timed out after ${request.timeoutMs}ms`), request.timeoutMs)
      : undefined;
    const job: Job = {
      project,
      id,
      sql,
      configuration: request.configuration,
      labels: request.labels ?? {},
      created: Date.now(),
      dryRun: request.dryRun === true,
      sessionId: request.sessionId,
      state: "RUNNING",
      ended: 0,
      outcome: null,
      error: null,
      destination: null,
      cancelRequests: 0,
      completed: work(abortController.signal)
        .then(
          (outcome) => {
            job.outcome = outcome;
            this.storeResult(job);
          },
          (error: unknown) => {
            job.error = toApiError(error);
          },
        )
        .finally(() => {
          clearTimeout(timer);
          job.state = "DONE";
          job.ended = Date.now();
        }),
      cancel(reason) {
        job.cancelRequests += 1;
        if (job.state !== "DONE")
          abortController.abort(new ApiError("stopped", `Job execution was cancelled: ${reason}`));
      },
    };
    if (!job.dryRun) this.byId.set(id, job);
    return job;
  }

  private sessionIdOf({ createSession, connectionProperties = [] }: QueryRequest): string | undefined {
    if (createSession) {
      const id = randomUUID();
      this.sessions.set(id, newSession());
      return id;
    }
    return connectionProperties.find(({ key }) => key === "session_id")?.value;
  }

  private async run(
    project: string,
    query: QueryRequest,
    isDryRun: boolean,
    sessionId: string | undefined,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const session = sessionId === undefined ? newSession() : this.sessions.get(sessionId);
    if (!session || session.isEnded) throw new ApiError("notFound", `Not found: Session ${sessionId}`);
    const { datasetId, projectId = project } = query.defaultDataset ?? {};
    const { sql, parameters } = await bindParameters(this.engine, query);
    const context: Context = {
      engine: this.engine,
      store: this.store,
      temporary: session.temporary,
      project,
      dataset: datasetId === undefined ? undefined : { projectId, datasetId },
      parameters,
      signal,
      enqueueChange: (task) => this.enqueueChange(task),
    };
    const maxBytes = query.maximumBytesBilled;
    if (isDryRun) return dryRun(context, sql);
    if (maxBytes !== undefined) {
      const { bytes } = await dryRun(context, sql);
      if (bytes > Number(maxBytes))
        throw new ApiError(
          "bytesBilledLimitExceeded",
          `Query exceeded limit for bytes billed: ${maxBytes}. ${bytes} or higher required.`,
        );
    }
    return runScript(context, session, sql);
  }

  /** Stores the rows of a result in an anonymous table, and drops the oldest result beyond the limit. */
  private storeResult(job: Job): void {
    const { project, id, outcome } = job;
    if (!outcome?.result || job.dryRun) return;
    const { columns, rows } = outcome.result;
    this.store.createDataset(project, RESULTS_DATASET, {}, true);
    job.destination = { project, dataset: RESULTS_DATASET, table: `anon_${id}` };
    const storedColumns = columns.map((column) => ({ ...column, required: false, limits: {} }));
    this.store.put(job.destination, { kind: "TABLE", columns: storedColumns, rows, created: Date.now() });
    this.storedResults.push(job);
    if (this.storedResults.length <= MAX_STORED_RESULTS) return;
    const oldest = this.storedResults.shift();
    if (oldest?.destination) this.store.put(oldest.destination, null);
    if (oldest?.outcome) oldest.outcome = { ...oldest.outcome, result: null };
  }

  /** Runs a change after all changes that were requested earlier. */
  enqueueChange<T>(work: () => Promise<T>): Promise<T> {
    const next = this.lastChange.then(work, work);
    this.lastChange = next.catch(() => undefined);
    return next;
  }

  /** The number of running jobs. */
  get running(): number {
    return [...this.byId.values()].filter((job) => job.state === "RUNNING").length;
  }
}

const toApiError = (error: unknown): ApiError =>
  error instanceof ApiError
    ? error
    : new ApiError("internalError", error instanceof Error ? error.message : String(error));

/** Returns the SQL text and the values of its parameters. Positional parameters are replaced by named ones. */
async function bindParameters(
  engine: GoogleSql,
  { query, parameterMode, queryParameters = [] }: QueryRequest,
): Promise<{ readonly sql: string; readonly parameters: readonly Parameter[] }> {
  const isPositional = parameterMode?.toUpperCase() === "POSITIONAL";
  const inputs = queryParameters.map(({ name, parameterType, parameterValue }, i) => {
    const type = parameterTypeToType(parameterType);
    return { name: isPositional ? `place_${i + 1}` : (name ?? ""), type, json: parameterToJson(parameterValue, type) };
  });
  const values = await evaluateJson(engine, inputs);
  const parameters = inputs.map(({ name, type }, i) => ({ name, type, value: values[i] ?? {} }));
  if (!isPositional) return { sql: query, parameters };
  let position = 0;
  const sql = query.replace(TOKEN, (token) => (token === "?" ? `@place_${++position}` : token));
  return { sql, parameters };
}

/** Matches comments, quoted identifiers, strings and positional parameters. */
const TOKEN =
  /--[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\/|`(?:[^`\\]|\\[\s\S])*`|[rRbB]{0,2}(?:"""(?:[^\\]|\\[\s\S])*?"""|'''(?:[^\\]|\\[\s\S])*?'''|"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*')|\?/g;
