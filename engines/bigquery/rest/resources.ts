import type { ApiError } from "../api-error.js";
import { type Dataset, type Entry, type Path, sizeInBytes } from "../catalog/store.js";
import { type Cell, encodeCell, type TimestampFormat } from "../values/cells.js";
import { columnToSchemaField, toSchemaField } from "../values/types.js";
import type { Job } from "./jobs.js";

// The resources of https://cloud.google.com/bigquery/docs/reference/rest, with the fields that clients read.

export const errorResource = ({ status, reason, message, location }: ApiError): object => ({
  error: {
    code: status,
    message,
    status: STATUS_NAMES[status] ?? "UNKNOWN",
    errors: [{ domain: "global", ...errorProto({ reason, message, location }) }],
  },
});
const STATUS_NAMES: Readonly<Record<number, string>> = {
  400: "INVALID_ARGUMENT",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  409: "ALREADY_EXISTS",
  500: "INTERNAL",
  503: "UNAVAILABLE",
};
const errorProto = ({ reason, message, location }: Pick<ApiError, "reason" | "message" | "location">): object => ({
  reason,
  message,
  ...(location === undefined ? {} : { location, locationType: "parameter" }),
});

const tableReference = ({ project, dataset, table }: Path): object => ({
  projectId: project,
  datasetId: dataset,
  tableId: table,
});

const jobReference = ({ project, id }: Job): object => ({ projectId: project, jobId: id, location: "US" });

export function jobResource(job: Job): object {
  const { outcome, error } = job;
  const bytes = String(outcome?.bytes ?? 0);
  return {
    kind: "bigquery#job",
    id: `${job.project}:US.${job.id}`,
    jobReference: job.dryRun ? { projectId: job.project, location: "US" } : jobReference(job),
    configuration: job.destination ? withDestination(job.configuration, job.destination) : job.configuration,
    status: {
      state: job.state,
      ...(error ? { errorResult: errorProto(error), errors: [errorProto(error)] } : {}),
    },
    statistics: {
      creationTime: String(job.created),
      startTime: String(job.created),
      ...(job.state === "DONE" ? { endTime: String(job.ended) } : {}),
      totalBytesProcessed: bytes,
      ...(job.sessionId === undefined ? {} : { sessionInfo: { sessionId: job.sessionId } }),
      query: {
        statementType: outcome?.type,
        totalBytesProcessed: bytes,
        totalBytesBilled: job.dryRun ? "0" : bytes,
        totalSlotMs: String(Math.max(1, job.ended - job.created)),
        ...(outcome?.result && !job.dryRun ? { queryPlan: [stageOf(job, outcome.result.rows.length)] } : {}),
        cacheHit: false,
        ...(outcome ? { referencedTables: outcome.readTables.map(tableReference) } : {}),
        ...(outcome?.result ? { schema: schemaOf(job) } : {}),
        ...dmlResource(job),
        ...(outcome?.target && !outcome.changed ? { ddlTargetTable: tableReference(outcome.target) } : {}),
      },
    },
  };
}

const withDestination = (configuration: object, destination: Path): object => ({
  ...configuration,
  query: {
    ...("query" in configuration ? (configuration.query as object) : {}), // as the client sent it
    destinationTable: tableReference(destination),
  },
});

function dmlResource({ outcome }: Job): object {
  if (!outcome?.changed) return {};
  const { inserted, updated, deleted } = outcome.changed;
  return {
    numDmlAffectedRows: String(inserted + updated + deleted),
    dmlStats: {
      insertedRowCount: String(inserted),
      updatedRowCount: String(updated),
      deletedRowCount: String(deleted),
    },
  };
}

/** The single stage of each query plan. */
const stageOf = (job: Job, rows: number): object => ({
  id: "0",
  name: "S00: Output",
  status: "COMPLETE",
  recordsRead: "0",
  recordsWritten: String(rows),
  slotMs: String(Math.max(1, job.ended - job.created)),
  steps: [{ kind: "WRITE", substeps: ["TO __stage00_output"] }],
});

const schemaOf = ({ outcome }: Job): object => ({
  fields: (outcome?.result?.columns ?? []).map(({ name, type }) => toSchemaField(name, type)),
});

/** The range of rows that a client requests. */
export interface PageRequest extends TimestampFormat {
  readonly startIndex: number;
  readonly maxRows: number | undefined;
}
const PAGE_ROWS = 20_000;

/** A page of a job's rows; without rows while the job is running. */
export function pageResource(job: Job, { startIndex, maxRows = PAGE_ROWS, microseconds }: PageRequest): object {
  const common = {
    kind: "bigquery#getQueryResultsResponse",
    jobReference: jobReference(job),
    jobComplete: job.state === "DONE",
  };
  const { outcome } = job;
  if (job.state !== "DONE" || !outcome) return common;
  const bytes = { totalBytesProcessed: String(outcome.bytes), cacheHit: false };
  if (!outcome.result) return { ...common, ...bytes, totalRows: "0", ...dmlResource(job) };
  const { columns, rows } = outcome.result;
  const end = Math.min(rows.length, startIndex + maxRows);
  return {
    ...common,
    ...bytes,
    schema: schemaOf(job),
    totalRows: String(rows.length),
    rows: rows.slice(startIndex, end).map(({ cell = [] }): { f: Cell[] } => ({
      f: columns.map(({ type }, i) => encodeCell(cell[i], type, { microseconds })),
    })),
    ...(end < rows.length ? { pageToken: `at_${end}` } : {}),
  };
}

export const datasetResource = (project: string, name: string, { created, description, labels }: Dataset): object => ({
  kind: "bigquery#dataset",
  id: `${project}:${name}`,
  datasetReference: { projectId: project, datasetId: name },
  location: "US",
  creationTime: String(created),
  lastModifiedTime: String(created),
  ...(description ? { description } : {}),
  ...(labels ? { labels } : {}),
});

export const tableResource = (path: Path, entry: Entry): object => ({
  kind: "bigquery#table",
  id: `${path.project}:${path.dataset}.${path.table}`,
  tableReference: tableReference(path),
  type: entry.kind,
  schema: { fields: entry.columns.map(columnToSchemaField) },
  creationTime: String(entry.created),
  lastModifiedTime: String(entry.created),
  location: "US",
  ...(entry.description ? { description: entry.description } : {}),
  ...(entry.labels ? { labels: entry.labels } : {}),
  ...(entry.kind === "TABLE"
    ? { numRows: String(entry.rows.length), numBytes: String(sizeInBytes(entry)) }
    : { view: { query: entry.query, useLegacySql: false } }),
});
