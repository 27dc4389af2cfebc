import type { BigQuery } from "@google-cloud/bigquery";
import { failureOf, isTransient } from "../errors.js";
import type { CellRow } from "../values/decode.js";
import type { Parameter } from "../values/parameter.js";
import type { SchemaField } from "../values/schema.js";
import { waitBeforeRetry } from "./retry-delay.js";

/** The query configuration of jobs.insert. */
export interface QueryConfiguration {
  readonly query: string;
  readonly useLegacySql: false;
  readonly defaultDataset?: { readonly projectId?: string; readonly datasetId: string };
  readonly parameterMode?: "NAMED" | "POSITIONAL";
  readonly queryParameters?: readonly Parameter[];
  readonly maximumBytesBilled?: string;
  readonly createSession?: boolean;
  readonly connectionProperties?: readonly { readonly key: string; readonly value: string }[];
}
export interface JobConfiguration {
  readonly query: QueryConfiguration;
  readonly dryRun?: boolean;
  readonly labels?: Readonly<Record<string, string>>;
  readonly jobTimeoutMs?: string;
}
/** The load configuration of jobs.insert. */
export interface LoadConfiguration {
  readonly load: {
    readonly destinationTable: TableName;
    readonly sourceFormat: "NEWLINE_DELIMITED_JSON";
    readonly writeDisposition: "WRITE_APPEND";
    readonly createDisposition: "CREATE_NEVER";
  };
  readonly labels?: Readonly<Record<string, string>>;
}
/** The fields of a job resource that Avocet reads. */
export interface JobState {
  readonly jobReference?: { readonly jobId?: string; readonly location?: string };
  readonly configuration?: { readonly query?: { readonly destinationTable?: TableName } };
  readonly status?: {
    readonly state?: string;
    readonly errorResult?: ErrorProto;
    readonly errors?: readonly ErrorProto[];
  };
  readonly statistics?: {
    readonly totalBytesProcessed?: string;
    readonly sessionInfo?: { readonly sessionId?: string };
    readonly query?: {
      readonly statementType?: string;
      readonly schema?: { readonly fields?: readonly SchemaField[] };
      readonly numDmlAffectedRows?: string;
      readonly totalBytesProcessed?: string;
      readonly totalBytesBilled?: string;
      readonly totalSlotMs?: string;
      readonly cacheHit?: boolean;
      readonly queryPlan?: readonly Stage[];
      readonly referencedTables?: readonly TableName[];
    };
  };
}
export interface ErrorProto {
  readonly reason?: string;
  readonly message?: string;
}
export interface TableName {
  readonly projectId?: string;
  readonly datasetId?: string;
  readonly tableId?: string;
}
/** A stage of the plan of a query that has run. */
export interface Stage {
  readonly name?: string;
  readonly status?: string;
  readonly recordsRead?: string;
  readonly recordsWritten?: string;
  readonly slotMs?: string;
  readonly steps?: readonly { readonly kind?: string; readonly substeps?: readonly string[] }[];
}
/** A page of rows of a finished job; `jobComplete` is false while it is running. */
export interface Page {
  readonly jobComplete?: boolean;
  readonly schema?: { readonly fields?: readonly SchemaField[] };
  readonly rows?: readonly CellRow[];
  readonly pageToken?: string;
  readonly totalRows?: string;
  readonly numDmlAffectedRows?: string;
}
export interface TableState {
  readonly type?: string;
  readonly schema?: { readonly fields?: readonly SchemaField[] };
}
interface TableList {
  readonly tables?: readonly { readonly tableReference?: TableName }[];
  readonly nextPageToken?: string;
}

/** The requests to the REST API. Google's client authenticates them. */
export interface Api {
  /** Inserts a job. The id of a dry run is null, because it leaves no job. */
  insert(id: string | null, configuration: JobConfiguration): Promise<JobState>;
  /** Inserts a load job together with its rows. */
  load(id: string, configuration: LoadConfiguration, lines: string): Promise<JobState>;
  job(id: string, location: string | undefined): Promise<JobState>;
  cancel(id: string, location: string | undefined): Promise<void>;
  results(id: string, query: QueryString): Promise<Page>;
  dataset(name: TableName): Promise<unknown>;
  table(name: TableName): Promise<TableState>;
  tableNames(dataset: TableName): Promise<string[]>;
}

/** The default number of retries. */
export const RETRIES = 3;

type ApiRequest = Parameters<BigQuery["request"]>[0] & { readonly qs?: QueryString };
type Headers = Readonly<Record<string, unknown>>;
type QueryString = Readonly<Record<string, string | number | boolean | undefined>>;
const definedEntries = (qs: QueryString): QueryString =>
  Object.fromEntries(Object.entries(qs).filter(([, value]) => value !== undefined));

/**
 * Creates the requests of a client. Read-only requests are retried up to `retries` times after a transient error.
 * Results are returned as the API sends them, because the conversion of Google's client rounds large numbers.
 */
export function apiOf(client: BigQuery, location: string | undefined, retries = RETRIES): Api {
  const send = <T>({
    qs = {},
    ...requestOptions
  }: ApiRequest): Promise<{ readonly body: T; readonly headers: Headers }> =>
    new Promise((resolve, reject) => {
      client.request({ ...requestOptions, qs: definedEntries(qs) }, (error, body: T, response) =>
        error ? reject(error) : resolve({ body, headers: response?.headers ?? {} }),
      );
    });
  const sendWithRetries = async <T>(request: ApiRequest): Promise<T> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return (await send<T>(request)).body;
      } catch (error) {
        if (attempt > retries || request.method === "POST" || !isTransient(failureOf(error))) throw error;
        await waitBeforeRetry(attempt);
      }
    }
  };
  const jobReference = (jobId: string | null): object => ({
    projectId: client.projectId,
    ...(jobId === null ? {} : { jobId }),
    ...(location === undefined ? {} : { location }),
  });
  const tablesPath = ({ projectId, datasetId = "", tableId }: TableName): { uri: string; projectId?: string } => ({
    uri: ["/datasets", datasetId, "tables", ...(tableId === undefined ? [] : [tableId])].map(encodeURI).join("/"),
    ...(projectId === undefined ? {} : { projectId }),
  });
  return {
    insert: (id, configuration) =>
      sendWithRetries<JobState>({
        uri: "/jobs",
        method: "POST",
        json: { configuration, jobReference: jobReference(id) },
      }),
    async load(id, configuration, lines) {
      const uploadStart = {
        uri: `${client.apiEndpoint}/upload/bigquery/v2/projects/${client.projectId}/jobs`,
        method: "POST",
        qs: { uploadType: "resumable" },
        json: { configuration, jobReference: jobReference(id) },
      };
      const { headers } = await send<object>(uploadStart);
      const uploadUrl = new URL(String(headers.location), client.apiEndpoint);
      const upload = {
        uri: uploadUrl.origin + uploadUrl.pathname,
        qs: Object.fromEntries(uploadUrl.searchParams),
        method: "PUT",
        body: lines,
        headers: { "content-type": "application/octet-stream" },
      };
      const { body } = await send<JobState | string>(upload);
      return typeof body === "string" ? JSON.parse(body) : body;
    },
    job: (id, jobLocation) => sendWithRetries<JobState>({ uri: `/jobs/${id}`, qs: { location: jobLocation } }),
    async cancel(id, jobLocation) {
      await sendWithRetries({ uri: `/jobs/${id}/cancel`, method: "POST", qs: { location: jobLocation } });
    },
    results: (id, qs) =>
      sendWithRetries<Page>({ uri: `/queries/${id}`, qs: { "formatOptions.useInt64Timestamp": true, ...qs } }),
    dataset: ({ datasetId = "", projectId }) =>
      sendWithRetries({
        uri: `/datasets/${encodeURIComponent(datasetId)}`,
        ...(projectId === undefined ? {} : { projectId }),
      }),
    table: (name) => sendWithRetries<TableState>(tablesPath(name)),
    async tableNames(dataset) {
      const names: string[] = [];
      for (let pageToken: string | undefined; ; ) {
        const page: TableList = await sendWithRetries<TableList>({
          ...tablesPath(dataset),
          qs: { maxResults: 1000, pageToken },
        });
        for (const { tableReference } of page.tables ?? []) names.push(tableReference?.tableId ?? "");
        pageToken = page.nextPageToken;
        if (pageToken === undefined) return names;
      }
    },
  };
}
