import { ApiError } from "../api-error.js";
import type { Path, Store, Table } from "../catalog/store.js";
import type { GoogleSql } from "../googlesql/engine.js";
import type { Outcome } from "../statements/outcome.js";
import { toTableRows } from "../statements/table-rows.js";
import { jsonToRows } from "../values/literals.js";
import { fieldToColumn, type SchemaField } from "../values/types.js";

/** The load configuration of jobs.insert. */
export interface LoadRequest {
  readonly destinationTable: { readonly projectId: string; readonly datasetId: string; readonly tableId: string };
  readonly sourceFormat?: string;
  readonly schema?: { readonly fields?: readonly SchemaField[] };
  readonly writeDisposition?: string;
  readonly createDisposition?: string;
}

/** Appends newline-delimited JSON to a table, all rows or none. */
export async function load(engine: GoogleSql, store: Store, request: LoadRequest, data: Buffer): Promise<Outcome> {
  if (request.sourceFormat !== "NEWLINE_DELIMITED_JSON")
    throw new ApiError("notImplemented", "The stand-in can only load NEWLINE_DELIMITED_JSON");
  const { projectId: project, datasetId: dataset, tableId } = request.destinationTable;
  const path: Path = { project, dataset, table: tableId };
  const existing = store.find(path);
  if (existing && existing.kind !== "TABLE") throw new ApiError("invalid", `${tableId} is a ${existing.kind}`);
  if (!existing && request.createDisposition === "CREATE_NEVER") store.get(path);
  const truncate = request.writeDisposition === "WRITE_TRUNCATE";
  if (existing && existing.rows.length > 0 && request.writeDisposition === "WRITE_EMPTY")
    throw new ApiError("duplicate", `Already Exists: Table ${project}:${dataset}.${tableId}`);
  const requestedColumns = request.schema?.fields?.map(fieldToColumn);
  const columns = truncate ? (requestedColumns ?? existing?.columns) : (existing?.columns ?? requestedColumns);
  if (!columns) throw new ApiError("invalid", "No schema specified on job or table.");
  const objects = data
    .toString()
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line, i) => parseLine(line, i, columns));
  const rows = toTableRows(columns, await jsonToRows(engine, objects, columns));
  const existingRows = existing && !truncate ? existing.rows : [];
  const table: Table = {
    ...existing,
    kind: "TABLE",
    columns,
    rows: [...existingRows, ...rows],
    created: existing?.created ?? Date.now(),
  };
  store.put(path, table);
  return { type: "LOAD", result: null, readTables: [], target: path, bytes: data.length };
}

function parseLine(line: string, index: number, columns: Table["columns"]): Readonly<Record<string, unknown>> {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch {
    throw new ApiError(
      "invalid",
      `Error while reading data, error message: JSON table encountered too many errors; row ${index + 1}`,
    );
  }
  if (typeof row !== "object" || row === null) throw new ApiError("invalid", `Row ${index + 1} is not a JSON object`);
  const names = new Set(columns.map(({ name }) => name.toLowerCase()));
  const unknownField = Object.keys(row).find((key) => !names.has(key.toLowerCase()));
  if (unknownField !== undefined)
    throw new ApiError("invalid", `JSON parsing error in row ${index + 1}: No such field: ${unknownField}.`);
  return row as Readonly<Record<string, unknown>>; // checked above
}
