import { randomUUID } from "node:crypto";
import type { Path, Store } from "../catalog/store.js";
import type { GoogleSql, Parameter } from "../googlesql/engine.js";
import { Problem } from "../problem.js";
import type { Outcome } from "../statements/outcome.js";
import type { Context } from "../statements/prepare.js";
import { dryRun, newSession, runScript, type Session } from "../statements/run.js";
import { jsonOf, type ParameterType, type ParameterValue, typeOfParameter, valuesOf } from "../values/literals.js";

/** What a query is asked with, in jobs.insert and jobs.query alike. */
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
/** How it is to be run. */
export interface JobRequest {
  readonly jobId?: string | undefined;
  readonly dryRun?: boolean | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly timeoutMs?: number | undefined;
  /** The configuration as it was sent. */
  readonly configuration: object;
}

/** A query that was asked for. */
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
  problem: Problem | null;
  /** Where the rows of its result can be read from. */
  destination: Path | null;
  /** How often it was asked to stop. */
  cancelled: number;
  readonly done: Promise<void>;
  cancel(why: string): void;
}

/** The dataset of results, which is not listed. */
const HIDDEN = "_results";
const MOST_KEPT = 200;

/** Runs jobs, and keeps what came of them. */
export class Jobs {
  readonly all = new Map<string, Job>();
  private readonly sessions = new Map<string, Session>();
  private readonly engine: GoogleSql;
  private readonly store: Store;
  private readonly finished: Job[] = [];
  private last: Promise<unknown> = Promise.resolve();

  constructor(engine: GoogleSql, store: Store) {
    this.engine = engine;
    this.store = store;
  }

  get(project: string, id: string): Job {
    const job = this.all.get(id);
    if (job?.project === project) return job;
    throw new Problem("notFound", `Not found: Job ${project}:${id}`);
  }

  /** Starts a query; `before` may hold it up or make it fail. */
  query(
    project: string,
    query: QueryRequest,
    request: JobRequest,
    before: (signal: AbortSignal) => Promise<void>,
  ): Job {
    const sessionId = this.sessionOf(query);
    return this.start(project, query.query, { ...request, sessionId }, async (signal) => {
      await before(signal);
      return this.run(project, query, request.dryRun === true, sessionId, signal);
    });
  }

  /** Starts any work. */
  start(
    project: string,
    sql: string,
    request: JobRequest & { readonly sessionId?: string | undefined },
    work: (signal: AbortSignal) => Promise<Outcome>,
  ): Job {
    const id = request.jobId ?? `job_${randomUUID()}`;
    if (this.all.has(id)) throw new Problem("duplicate", `Already Exists: Job ${project}:US.${id}`);
    const stop = new AbortController();
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
      problem: null,
      destination: null,
      cancelled: 0,
      done: work(stop.signal)
        .then(
          (outcome) => {
            job.outcome = outcome;
            this.keep(job);
          },
          (error: unknown) => {
            job.problem = problemOf(error);
          },
        )
        .finally(() => {
          clearTimeout(timer);
          job.state = "DONE";
          job.ended = Date.now();
        }),
      cancel(why) {
        job.cancelled += 1;
        if (job.state !== "DONE") stop.abort(new Problem("stopped", `Job execution was cancelled: ${why}`));
      },
    };
    if (!job.dryRun) this.all.set(id, job);
    return job;
  }

  private sessionOf({ createSession, connectionProperties = [] }: QueryRequest): string | undefined {
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
    dry: boolean,
    sessionId: string | undefined,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const session = sessionId === undefined ? newSession() : this.sessions.get(sessionId);
    if (!session || session.over) throw new Problem("notFound", `Not found: Session ${sessionId}`);
    const { datasetId, projectId = project } = query.defaultDataset ?? {};
    const { sql, parameters } = await bound(this.engine, query);
    const context: Context = {
      engine: this.engine,
      store: this.store,
      temporary: session.temporary,
      project,
      dataset: datasetId === undefined ? undefined : { projectId, datasetId },
      parameters,
      signal,
      oneByOne: (task) => this.oneByOne(task),
    };
    const most = query.maximumBytesBilled;
    if (dry) return dryRun(context, sql);
    if (most !== undefined) {
      const { bytes } = await dryRun(context, sql);
      if (bytes > Number(most))
        throw new Problem(
          "bytesBilledLimitExceeded",
          `Query exceeded limit for bytes billed: ${most}. ${bytes} or higher required.`,
        );
    }
    return runScript(context, session, sql);
  }

  /** Keeps the rows of a result in a table without a name, and lets go of those of old jobs. */
  private keep(job: Job): void {
    const { project, id, outcome } = job;
    if (!outcome?.result || job.dryRun) return;
    const { columns, rows } = outcome.result;
    this.store.createDataset(project, HIDDEN, {}, true);
    job.destination = { project, dataset: HIDDEN, table: `anon_${id}` };
    const kept = columns.map((column) => ({ ...column, required: false, limits: {} }));
    this.store.put(job.destination, { kind: "TABLE", columns: kept, rows, created: Date.now() });
    this.finished.push(job);
    if (this.finished.length <= MOST_KEPT) return;
    const old = this.finished.shift();
    if (old?.destination) this.store.put(old.destination, null);
    if (old?.outcome) old.outcome = { ...old.outcome, result: null };
  }

  /** Waits for all that was begun before. */
  oneByOne<T>(work: () => Promise<T>): Promise<T> {
    const next = this.last.then(work, work);
    this.last = next.catch(() => undefined);
    return next;
  }

  /** How many are at work. */
  get running(): number {
    return [...this.all.values()].filter((job) => job.state === "RUNNING").length;
  }
}

const problemOf = (error: unknown): Problem =>
  error instanceof Problem
    ? error
    : new Problem("internalError", error instanceof Error ? error.message : String(error));

/** The text and the values of its parameters; those by place get names. */
async function bound(
  engine: GoogleSql,
  { query, parameterMode, queryParameters = [] }: QueryRequest,
): Promise<{ readonly sql: string; readonly parameters: readonly Parameter[] }> {
  const byPlace = parameterMode?.toUpperCase() === "POSITIONAL";
  const given = queryParameters.map(({ name, parameterType, parameterValue }, i) => {
    const type = typeOfParameter(parameterType);
    return { name: byPlace ? `place_${i + 1}` : (name ?? ""), type, json: jsonOf(parameterValue, type) };
  });
  const values = await valuesOf(engine, given);
  const parameters = given.map(({ name, type }, i) => ({ name, type, value: values[i] ?? {} }));
  if (!byPlace) return { sql: query, parameters };
  let place = 0;
  const sql = query.replace(TOKEN, (token) => (token === "?" ? `@place_${++place}` : token));
  return { sql, parameters };
}

/** Comments, quoted names, strings and the sign of a parameter. */
const TOKEN =
  /--[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\/|`(?:[^`\\]|\\[\s\S])*`|[rRbB]{0,2}(?:"""(?:[^\\]|\\[\s\S])*?"""|'''(?:[^\\]|\\[\s\S])*?'''|"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*')|\?/g;
