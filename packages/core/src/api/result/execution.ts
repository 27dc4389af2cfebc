// Runs tables. This module loads when a table is first run, so that programs that only compile SQL do not contain it:
// what `index.ts` exports imports it with `import()` only.
import { columnsOfBatches } from "../../backend/columns.js";
import type { Batch, BulkLoader, Estimate, LoadOptions, QueryEngine, RunOptions } from "../../backend/contract.js";
import type { ReadableTable, ReadRequest } from "../../backend/read-request.js";
import { createReadRequest, readBatches, readColumnBatches } from "../../backend/read-request.js";
import { resolveEncoding } from "../../backend/resolve-encoding.js";
import { rowsOf } from "../../backend/rows.js";
import type { ValueEncoding } from "../../backend/value-encoding.js";
import { EXACT_ENCODING } from "../../backend/value-encoding.js";
import type { Schema } from "../../dtype/dtype.js";
import { AvocetError } from "../../errors.js";
import { formatBox } from "../../text/box.js";
import type { TableLike } from "../table/base.js";
import type { Arrow } from "./arrow-result.js";
import { arrowOf } from "./arrow-result.js";
import type { CachedTable } from "./cached-table.js";
import { createCachedTable } from "./cached-table.js";
import { ResultBatch, rebatch } from "./result-batch.js";

/** A table to run: its expression, its connection, and the JavaScript form of its results. */
export interface ExecutableTable extends TableLike, ReadableTable {
  readonly valueEncoding: ValueEncoding;
}
type Rows = Record<string, unknown>[];

/**
 * The engine that runs a table.
 * @throws AvocetError `no-backend` if the table has no connection
 */
export function engineOf({ runner }: TableLike): QueryEngine {
  if (runner) return runner;
  throw new AvocetError("no-backend", "Cannot run a table that has no connection", {
    hint: "Build it from tables of a connection, such as connection.table(name), or use connection.execute(table).",
  });
}

function readRequestOf(table: ExecutableTable, options: RunOptions, buffered: boolean): ReadRequest {
  const encoding = resolveEncoding(table.valueEncoding, options.values);
  return createReadRequest(engineOf(table), table, options, encoding, buffered);
}

const namesOf = ({ relation }: TableLike): readonly string[] => [...relation.schema.keys()];

/** Runs the query and returns all rows as objects. */
export async function readRows(table: ExecutableTable, options: RunOptions): Promise<Rows> {
  const rows: Rows = [];
  const names = namesOf(table);
  for await (const batch of readBatches(readRequestOf(table, options, true)))
    for (const row of rowsOf(batch, names)) rows.push(row);
  return rows;
}

/** Runs the query and returns its single value; null if there are no rows. */
export async function readScalar(table: ExecutableTable, options: RunOptions): Promise<unknown> {
  const [row, secondRow] = await readRows(table, { ...options, limit: Math.min(2, options.limit ?? 2) });
  const [name, secondName] = namesOf(table);
  if (name === undefined || secondName !== undefined || secondRow)
    throw new AvocetError("invalid-shape", "scalar() needs a result of one column and at most one row", {
      hint: "Aggregate the table, or select one column and use limit(1).",
    });
  return row ? row[name] : null;
}

/** Runs the query and streams the rows in batches, of `size` rows if it is set. */
export async function* readResultBatches<S extends Schema, Encoding extends ValueEncoding>(
  table: ExecutableTable,
  options: RunOptions & { readonly size?: number },
): AsyncGenerator<ResultBatch<S, Encoding>, undefined, undefined> {
  const { size, ...rest } = options;
  if (size !== undefined && !(Number.isSafeInteger(size) && size > 0))
    throw new AvocetError("invalid-argument", `"size" must be a positive integer, got ${String(size)}`);
  const batches = readBatches(readRequestOf(table, rest, false));
  const names = namesOf(table);
  for await (const batch of size === undefined ? batches : rebatch(batches, size))
    yield new ResultBatch<S, Encoding>(names, batch);
}

/** Runs the query and returns the values column by column. */
export async function readColumns(
  table: ExecutableTable,
  options: RunOptions,
): Promise<Record<string, ArrayLike<unknown>>> {
  const batches: Batch[] = [];
  const request = readRequestOf(table, options, true);
  for await (const batch of readBatches(request)) batches.push(batch);
  return columnsOfBatches(batches, table.relation.schema, request.options.values);
}

/** Runs the query and returns all rows as an Arrow table. */
export function readArrow(table: ExecutableTable, options: RunOptions): Promise<Arrow> {
  const request = readRequestOf(table, options, true);
  return arrowOf(table.relation.schema, readColumnBatches(request), request.options.values);
}

/** Runs the query for the first rows and returns them as a text table with borders. */
export async function previewRows(
  table: ExecutableTable,
  options: RunOptions & { readonly rows?: number },
): Promise<string> {
  const { rows: maxRows = 10, ...rest } = options;
  const rows = await readRows(table, {
    ...rest,
    values: { int64: "bigint", decimal: "string", date: "string", timestamp: "string" },
    limit: Math.min(maxRows + 1, options.limit ?? maxRows + 1),
  });
  return formatBox(table.relation.schema, rows.slice(0, maxRows), rows.length > maxRows);
}

/** Returns the engine's query plan as text. */
export function explainTable(
  table: ExecutableTable,
  options: RunOptions & { readonly analyze?: boolean },
): Promise<string> {
  const engine = engineOf(table);
  return engine.explain(createReadRequest(engine, table, options, table.valueEncoding).relation, options);
}

/** Estimates the cost of the statement without running it. */
export function estimateTable(table: ExecutableTable, options: RunOptions): Promise<Estimate> {
  const engine = engineOf(table);
  if (!engine.estimate)
    throw new AvocetError(
      "unsupported-operation",
      `The ${engine.dialect} backend cannot estimate the cost of a query`,
      {
        hint: "Use explain() to see the plan.",
      },
    );
  return engine.estimate(table.relation, options);
}

/** Copies the rows into a table of another connection. Returns the number of rows. */
export function copyTable(
  table: ExecutableTable,
  target: BulkLoader,
  name: string,
  options: LoadOptions & Omit<RunOptions, "values">,
): Promise<number> {
  const batches = engineOf(table).read(table.relation, { ...options, values: EXACT_ENCODING });
  return target.load(name, table.relation.schema, batches, options);
}

/** Computes the rows once and stores them in the engine. */
export async function cacheTable<S extends Schema, Encoding extends ValueEncoding>(
  table: ExecutableTable & { readonly valueEncoding: Encoding },
  options: RunOptions,
): Promise<CachedTable<S, Encoding>> {
  const engine = engineOf(table);
  if (!engine.cache)
    throw new AvocetError("unsupported-operation", `The ${engine.dialect} backend cannot cache tables`, {
      hint: "Create a table instead, with connection.createTable.",
    });
  return createCachedTable<S, Encoding>(await engine.cache(table.relation, options), engine, table.valueEncoding);
}
