import { randomUUID } from "node:crypto";
import { ApiError } from "../api-error.js";
import type { Path, Store } from "../catalog/store.js";
import { pathText } from "../catalog/store.js";
import type { GoogleSql } from "../googlesql/engine.js";
import { columnsOf } from "../statements/ddl.js";
import { prepare } from "../statements/prepare.js";
import { toTableRows } from "../statements/table-rows.js";
import { encodeCell } from "../values/cells.js";
import { jsonToRows } from "../values/literals.js";
import { fieldToColumn, type SchemaField } from "../values/types.js";
import type { Job, Jobs, QueryRequest } from "./jobs.js";
import { type LoadRequest, load } from "./load.js";
import { type ApiAnswer, type ApiRequest, jsonBody, parseMultipart } from "./request.js";
import { datasetResource, jobResource, pageResource, tableResource } from "./resources.js";

/** The state of the server that the routes use. */
export interface Api {
  readonly engine: GoogleSql;
  readonly store: Store;
  readonly jobs: Jobs;
  /** Called before a query runs; can delay it or make it fail. */
  beforeQuery(sql: string, signal: AbortSignal): Promise<void>;
  /** Resumable uploads whose data has not arrived, by id. */
  readonly uploads: Map<string, JobInsert>;
}
interface JobInsert {
  readonly jobReference?: { readonly jobId?: string };
  readonly configuration: {
    readonly dryRun?: boolean;
    readonly labels?: Readonly<Record<string, string>>;
    readonly jobTimeoutMs?: string;
    readonly query?: QueryRequest;
    readonly load?: LoadRequest;
  };
}
interface TableInsert {
  readonly tableReference: { readonly tableId: string };
  readonly schema?: { readonly fields?: readonly SchemaField[] };
  readonly view?: { readonly query: string };
  readonly description?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

type Handler = (api: Api, request: ApiRequest, ...pathSegments: readonly string[]) => Promise<ApiAnswer> | ApiAnswer;

/** The methods of the API under their names in its reference. The segment for each `*` is passed to the handler. */
export const ROUTES: readonly (readonly [name: string, method: string, path: string, handler: Handler])[] = [
  ["jobs.query", "POST", "/projects/*/queries", query],
  ["jobs.insert", "POST", "/projects/*/jobs", insertJob],
  ["jobs.get", "GET", "/projects/*/jobs/*", (api, _, project, id) => ({ json: jobResource(jobOf(api, project, id)) })],
  ["jobs.list", "GET", "/projects/*/jobs", listJobs],
  ["jobs.cancel", "POST", "/projects/*/jobs/*/cancel", cancelJob],
  ["jobs.getQueryResults", "GET", "/projects/*/queries/*", queryResults],
  ["datasets.list", "GET", "/projects/*/datasets", listDatasets],
  ["datasets.insert", "POST", "/projects/*/datasets", insertDataset],
  ["datasets.get", "GET", "/projects/*/datasets/*", getDataset],
  ["datasets.delete", "DELETE", "/projects/*/datasets/*", deleteDataset],
  ["tables.list", "GET", "/projects/*/datasets/*/tables", listTables],
  ["tables.insert", "POST", "/projects/*/datasets/*/tables", insertTable],
  ["tables.get", "GET", "/projects/*/datasets/*/tables/*", getTable],
  ["tables.delete", "DELETE", "/projects/*/datasets/*/tables/*", deleteTable],
  ["tabledata.insertAll", "POST", "/projects/*/datasets/*/tables/*/insertAll", insertAll],
  ["tabledata.list", "GET", "/projects/*/datasets/*/tables/*/data", listRows],
  ["jobs.upload", "POST", "/upload/projects/*/jobs", upload],
  ["jobs.upload", "PUT", "/upload/projects/*/jobs", uploadData],
];

const jobOf = ({ jobs }: Api, project = "", id = ""): Job => jobs.get(project, id);
const pathOf = (project = "", dataset = "", table = ""): Path => ({ project, dataset, table });
const optionalNumber = (text: string | null): number | undefined => (text === null ? undefined : Number(text));

function insertJob(api: Api, request: ApiRequest, project = ""): Promise<ApiAnswer> {
  return startJob(api, jsonBody<JobInsert>(request), project, Buffer.alloc(0));
}

async function startJob(api: Api, insert: JobInsert, project: string, data: Buffer): Promise<ApiAnswer> {
  const { configuration } = insert;
  const request = {
    jobId: insert.jobReference?.jobId,
    dryRun: configuration.dryRun,
    labels: configuration.labels,
    timeoutMs: configuration.jobTimeoutMs === undefined ? undefined : Number(configuration.jobTimeoutMs),
    configuration,
  };
  const { query: queryRequest, load: loadRequest } = configuration;
  if (loadRequest) {
    const work = () => api.jobs.enqueueChange(() => load(api.engine, api.store, loadRequest, data));
    return { json: jobResource(api.jobs.start(project, "", request, work)) };
  }
  if (!queryRequest) throw new ApiError("invalid", "Required parameter is missing: query");
  if (queryRequest.useLegacySql !== false)
    throw new ApiError("notImplemented", "The stand-in does not support legacy SQL: send useLegacySql: false");
  const job = api.jobs.query(project, queryRequest, request, (signal) => api.beforeQuery(queryRequest.query, signal));
  if (request.dryRun) {
    await job.completed;
    if (job.error) throw job.error;
  } else await waitForJob(job, 20);
  return { json: jobResource(job) };
}

/** Waits until a job is finished, for at most `ms` milliseconds. */
async function waitForJob(job: Job, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([job.completed, new Promise((resolve) => (timer = setTimeout(resolve, ms)))]);
  clearTimeout(timer);
}

const WAIT_MS = 10_000;

async function query(api: Api, request: ApiRequest, project = ""): Promise<ApiAnswer> {
  const body = jsonBody<QueryRequest & { readonly [option: string]: unknown }>(request);
  const { dryRun, timeoutMs, maxResults, labels } = body;
  const insert: JobInsert = {
    configuration: {
      query: { useLegacySql: true, ...body },
      ...(dryRun === true ? { dryRun } : {}),
      // The API's schema determines the types of labels and formatOptions.
      ...(typeof labels === "object" ? { labels: labels as Readonly<Record<string, string>> } : {}),
      ...(typeof body.jobTimeoutMs === "string" ? { jobTimeoutMs: body.jobTimeoutMs } : {}),
    },
  };
  const { json } = await startJob(api, insert, project, Buffer.alloc(0));
  if (dryRun === true) return { json };
  const id = (json as { readonly jobReference: { readonly jobId: string } }).jobReference.jobId; // built by jobResource
  const job = jobOf(api, project, id);
  await waitForJob(job, typeof timeoutMs === "number" ? timeoutMs : WAIT_MS);
  if (job.error) throw job.error;
  const maxRows = typeof maxResults === "number" ? maxResults : undefined;
  const format = body.formatOptions as { readonly useInt64Timestamp?: boolean } | undefined;
  return { json: pageResource(job, { startIndex: 0, maxRows, microseconds: format?.useInt64Timestamp === true }) };
}

async function queryResults(
  api: Api,
  { query: searchParams }: ApiRequest,
  project?: string,
  id?: string,
): Promise<ApiAnswer> {
  const job = jobOf(api, project, id);
  await waitForJob(job, optionalNumber(searchParams.get("timeoutMs")) ?? WAIT_MS);
  if (job.error) throw job.error;
  return { json: pageResource(job, pageRequest(searchParams)) };
}

function pageRequest(searchParams: URLSearchParams): Parameters<typeof pageResource>[1] {
  const token = /^at_(\d+)$/.exec(searchParams.get("pageToken") ?? "")?.[1];
  return {
    startIndex: Number(token ?? searchParams.get("startIndex") ?? 0),
    maxRows: optionalNumber(searchParams.get("maxResults")),
    microseconds: searchParams.get("formatOptions.useInt64Timestamp") === "true",
  };
}

function cancelJob(api: Api, _: ApiRequest, project?: string, id?: string): ApiAnswer {
  const job = jobOf(api, project, id);
  job.cancel("User requested cancellation");
  return { json: { kind: "bigquery#jobCancelResponse", job: jobResource(job) } };
}
function listJobs({ jobs }: Api, _: ApiRequest, project = ""): ApiAnswer {
  const projectJobs = [...jobs.byId.values()].filter((job) => job.project === project);
  return { json: { kind: "bigquery#jobList", jobs: projectJobs.map(jobResource) } };
}

function listDatasets({ store }: Api, _: ApiRequest, project = ""): ApiAnswer {
  const names = store.datasetNames(project);
  const datasets = names.map((name) => datasetResource(project, name, store.dataset(project, name)));
  return { json: { kind: "bigquery#datasetList", datasets } };
}
function insertDataset(api: Api, request: ApiRequest, project = ""): ApiAnswer {
  const body = jsonBody<{ readonly datasetReference: { readonly datasetId: string } }>(request);
  api.store.createDataset(project, body.datasetReference.datasetId);
  return getDataset(api, request, project, body.datasetReference.datasetId);
}
function getDataset({ store }: Api, _: ApiRequest, project = "", dataset = ""): ApiAnswer {
  return { json: datasetResource(project, dataset, store.dataset(project, dataset)) };
}
function deleteDataset({ store }: Api, { query: searchParams }: ApiRequest, project = "", dataset = ""): ApiAnswer {
  store.dropDataset(project, dataset, searchParams.get("deleteContents") === "true");
  return { status: 204, json: null };
}

function listTables({ store }: Api, { query: searchParams }: ApiRequest, project = "", dataset = ""): ApiAnswer {
  const { tables } = store.dataset(project, dataset);
  const names = [...tables.keys()].sort();
  const start = Number(searchParams.get("pageToken") ?? 0);
  const end = Math.min(names.length, start + (optionalNumber(searchParams.get("maxResults")) ?? 50));
  return {
    json: {
      kind: "bigquery#tableList",
      totalItems: names.length,
      tables: names.slice(start, end).flatMap((name) => {
        const entry = tables.get(name);
        return entry ? tableResource(pathOf(project, dataset, name), { ...entry, columns: [] }) : [];
      }),
      ...(end < names.length ? { nextPageToken: String(end) } : {}),
    },
  };
}
async function insertTable(api: Api, request: ApiRequest, project = "", dataset = ""): Promise<ApiAnswer> {
  const { store, engine, jobs } = api;
  const { tableReference, schema, view, description, labels } = jsonBody<TableInsert>(request);
  const path = pathOf(project, dataset, tableReference.tableId);
  if (store.find(path)) throw new ApiError("duplicate", `Already Exists: Table ${pathText(path)}`);
  const properties = { created: Date.now(), ...(description ? { description } : {}), ...(labels ? { labels } : {}) };
  if (view) {
    const context = {
      engine,
      store,
      project,
      temporary: new Map(),
      parameters: [],
      signal: new AbortController().signal,
      enqueueChange: <T>(work: () => Promise<T>) => jobs.enqueueChange(work),
    };
    const output = (await columnsOf(context, await prepare(context, view.query))) ?? [];
    const columns = output.map((column) => ({ ...column, required: false, limits: {} }));
    store.put(path, { ...properties, kind: "VIEW", columns, query: view.query, project });
  } else
    store.put(path, { ...properties, kind: "TABLE", columns: (schema?.fields ?? []).map(fieldToColumn), rows: [] });
  return { json: tableResource(path, store.get(path)) };
}
function getTable({ store }: Api, _: ApiRequest, ...pathSegments: readonly string[]): ApiAnswer {
  const path = pathOf(...pathSegments);
  return { json: tableResource(path, store.get(path)) };
}
function deleteTable({ store }: Api, _: ApiRequest, ...pathSegments: readonly string[]): ApiAnswer {
  store.get(pathOf(...pathSegments));
  store.put(pathOf(...pathSegments), null);
  return { status: 204, json: null };
}

async function insertAll(api: Api, request: ApiRequest, ...pathSegments: readonly string[]): Promise<ApiAnswer> {
  const { rows } = jsonBody<{ readonly rows: readonly { readonly json: Readonly<Record<string, unknown>> }[] }>(
    request,
  );
  return api.jobs.enqueueChange(async () => {
    const table = api.store.get(pathOf(...pathSegments));
    if (table.kind !== "TABLE") throw new ApiError("invalid", "Cannot add rows to a view");
    const newRows = await jsonToRows(
      api.engine,
      rows.map(({ json }) => json),
      table.columns,
    );
    api.store.put(pathOf(...pathSegments), { ...table, rows: [...table.rows, ...toTableRows(table.columns, newRows)] });
    return { json: { kind: "bigquery#tableDataInsertAllResponse" } };
  });
}
function listRows({ store }: Api, { query: searchParams }: ApiRequest, ...pathSegments: readonly string[]): ApiAnswer {
  const table = store.get(pathOf(...pathSegments));
  const tableRows = table.kind === "TABLE" ? table.rows : [];
  const { startIndex, maxRows = tableRows.length, microseconds } = pageRequest(searchParams);
  const end = Math.min(tableRows.length, startIndex + maxRows);
  const rows = tableRows.slice(startIndex, end).map(({ cell = [] }) => ({
    f: table.columns.map(({ type }, i) => encodeCell(cell[i], type, { microseconds })),
  }));
  return {
    json: {
      kind: "bigquery#tableDataList",
      totalRows: String(tableRows.length),
      rows,
      ...(end < tableRows.length ? { pageToken: `at_${end}` } : {}),
    },
  };
}

function upload(api: Api, request: ApiRequest, project = ""): Promise<ApiAnswer> | ApiAnswer {
  if (request.query.get("uploadType") === "multipart") {
    const { settings, data } = parseMultipart(request);
    return startJob(api, jsonBody<JobInsert>({ body: settings }), project, data);
  }
  const id = randomUUID();
  api.uploads.set(id, jsonBody<JobInsert>(request));
  return { headers: { location: `/upload/bigquery/v2/projects/${project}/jobs?upload_id=${id}` }, json: {} };
}
function uploadData(api: Api, request: ApiRequest, project = ""): Promise<ApiAnswer> {
  const insert = api.uploads.get(request.query.get("upload_id") ?? "");
  if (!insert) throw new ApiError("notFound", "Not found: Upload");
  return startJob(api, insert, project, request.body);
}
