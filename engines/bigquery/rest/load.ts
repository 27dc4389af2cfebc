import type { Path, Store, Table } from "../catalog/store.js";
import type { GoogleSql } from "../googlesql/engine.js";
import { Problem } from "../problem.js";
import type { Outcome } from "../statements/outcome.js";
import { keptRows } from "../statements/rows.js";
import { rowsOf } from "../values/literals.js";
import { columnOf, type SchemaField } from "../values/types.js";

/** What a load job is asked with. */
export interface LoadRequest {
  readonly destinationTable: { readonly projectId: string; readonly datasetId: string; readonly tableId: string };
  readonly sourceFormat?: string;
  readonly schema?: { readonly fields?: readonly SchemaField[] };
  readonly writeDisposition?: string;
  readonly createDisposition?: string;
}

/** Adds lines of JSON to a table, all of them or none. */
export async function load(engine: GoogleSql, store: Store, request: LoadRequest, data: Buffer): Promise<Outcome> {
  if (request.sourceFormat !== "NEWLINE_DELIMITED_JSON")
    throw new Problem("notImplemented", "This stand-in loads NEWLINE_DELIMITED_JSON only");
  const { projectId: project, datasetId: dataset, tableId } = request.destinationTable;
  const path: Path = { project, dataset, table: tableId };
  const there = store.find(path);
  if (there && there.kind !== "TABLE") throw new Problem("invalid", `${tableId} is a ${there.kind}`);
  if (!there && request.createDisposition === "CREATE_NEVER") store.get(path);
  const truncate = request.writeDisposition === "WRITE_TRUNCATE";
  if (there && there.rows.length > 0 && request.writeDisposition === "WRITE_EMPTY")
    throw new Problem("duplicate", `Already Exists: Table ${project}:${dataset}.${tableId}`);
  const given = request.schema?.fields?.map(columnOf);
  const columns = truncate ? (given ?? there?.columns) : (there?.columns ?? given);
  if (!columns) throw new Problem("invalid", "No schema specified on job or table.");
  const objects = data
    .toString()
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line, i) => parsed(line, i, columns));
  const rows = keptRows(columns, await rowsOf(engine, objects, columns));
  const old = there && !truncate ? there.rows : [];
  const table: Table = {
    ...there,
    kind: "TABLE",
    columns,
    rows: [...old, ...rows],
    created: there?.created ?? Date.now(),
  };
  store.put(path, table);
  return { type: "LOAD", result: null, read: [], target: path, bytes: data.length };
}

function parsed(line: string, i: number, columns: Table["columns"]): Readonly<Record<string, unknown>> {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch {
    throw new Problem(
      "invalid",
      `Error while reading data, error message: JSON table encountered too many errors; row ${i + 1}`,
    );
  }
  if (typeof row !== "object" || row === null) throw new Problem("invalid", `Row ${i + 1} is no object`);
  const names = new Set(columns.map(({ name }) => name.toLowerCase()));
  const extra = Object.keys(row).find((key) => !names.has(key.toLowerCase()));
  if (extra !== undefined) throw new Problem("invalid", `JSON parsing error in row ${i + 1}: No such field: ${extra}.`);
  return row as Readonly<Record<string, unknown>>; // an object, as was seen above
}
