// Writes the rows of tables to files. This module loads when it is first used, as `execution.ts` does.
import type { Batch, CsvFormat, FileTarget, JsonFormat, ParquetFormat, RunOptions } from "../../backend/contract.js";
import { createReadRequest, readBatches } from "../../backend/read-request.js";
import { EXACT_ENCODING } from "../../backend/value-encoding.js";
import { AvocetError } from "../../errors.js";
import { csvFormat, csvText } from "../../files/csv.js";
import { jsonText } from "../../files/json.js";
import type { TextSink } from "../../files/text-sink.js";
import { writeText } from "../../files/text-sink.js";
import type { ExecutableTable } from "./execution.js";
import { engineOf } from "./execution.js";

/** Options of `toCsv`, `toJsonFile` and `toParquet` for running the query. */
export type FileOptions = Omit<RunOptions, "values">;

/** Writes the rows as CSV. Returns the number of rows. */
export async function writeCsv(
  table: ExecutableTable,
  target: string | TextSink,
  options: CsvFormat & FileOptions,
): Promise<number> {
  const { delimiter, header, nullText, ...run } = options;
  const format = csvFormat(withoutUndefined({ delimiter, header, nullText }));
  if (typeof target === "string") return writeFile(table, { format: "csv", path: target, options: format }, run);
  return writeToSink(table, target, run, (batches) => csvText(table.relation.schema, batches, format));
}

/** Writes the rows as JSON. Returns the number of rows. */
export async function writeJson(
  table: ExecutableTable,
  target: string | TextSink,
  options: JsonFormat & FileOptions,
): Promise<number> {
  const { form, ...run } = options;
  const format = withoutUndefined({ form });
  if (typeof target === "string") return writeFile(table, { format: "json", path: target, options: format }, run);
  return writeToSink(table, target, run, (batches) => jsonText(table.relation.schema, batches, format));
}

/** Writes the rows to a Parquet file. Returns the number of rows. */
export async function writeParquet(
  table: ExecutableTable,
  path: string,
  options: ParquetFormat & FileOptions,
): Promise<number> {
  const { compression, rowGroupSize, ...run } = options;
  if (rowGroupSize !== undefined && !(Number.isSafeInteger(rowGroupSize) && rowGroupSize > 0))
    throw new AvocetError("invalid-argument", `"rowGroupSize" must be a positive integer, got ${String(rowGroupSize)}`);
  const format = withoutUndefined({ compression, rowGroupSize });
  return writeFile(table, { format: "parquet", path, options: format }, run);
}

async function writeFile(table: ExecutableTable, file: FileTarget, options: FileOptions): Promise<number> {
  const engine = engineOf(table);
  if (!engine.writeFile)
    throw new AvocetError("unsupported-operation", `The ${engine.dialect} connection cannot write files`, {
      hint: "Pass a function that receives the text instead of a path.",
    });
  const request = createReadRequest(engine, table, options, EXACT_ENCODING);
  return engine.writeFile(request.relation, file, { ...request.options, maxRows: request.maxRows });
}

async function writeToSink(
  table: ExecutableTable,
  sink: TextSink,
  options: FileOptions,
  formatText: (batches: AsyncIterable<Batch>) => AsyncIterable<string>,
): Promise<number> {
  let rows = 0;
  async function* countRows(batches: AsyncIterable<Batch>): AsyncGenerator<Batch> {
    for await (const batch of batches) {
      rows += batch.rowCount;
      yield batch;
    }
  }
  const request = createReadRequest(engineOf(table), table, options, EXACT_ENCODING);
  await writeText(formatText(countRows(readBatches(request))), sink);
  return rows;
}

/** Removes undefined properties, which exact optional property types do not allow. */
function withoutUndefined<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> }; // a part of T
}
