import type { Batch, CsvFormat, FileTarget, JsonFormat, ParquetFormat, RunOptions } from "../../backend/contract.js";
import { createReadRequest, readBatches } from "../../backend/read-request.js";
import type { ValueModes } from "../../backend/values.js";
import { EXACT_MODES } from "../../backend/values.js";
import type { Schema } from "../../dtype/dtype.js";
import { AvocetError } from "../../errors.js";
import { csvFormat, csvText } from "../../files/csv.js";
import { jsonText } from "../../files/json.js";
import type { TextSink } from "../../files/sink.js";
import { pour } from "../../files/sink.js";
import { RunningTable } from "./running.js";

/** What every call that writes rows to a file takes. */
export type FileOptions = Omit<RunOptions, "values">;

/** What writes the rows to files. A file is there whole or not at all: it is written beside its place, and moved there when it is complete. */
export class ExportingTable<S extends Schema, Form extends ValueModes> extends RunningTable<S, Form> {
  /**
   * Writes the rows as CSV: to a file, by the engine itself where it can, or to a function or `WritableStream` that takes text. Gives
   * their number.
   * @example await orders.select("order_id", "status").toCsv((text) => text.length) // 5
   */
  async toCsv(target: string | TextSink, options: CsvFormat & FileOptions = {}): Promise<number> {
    const { delimiter, header, nullText, ...run } = options;
    const format = csvFormat(defined({ delimiter, header, nullText }));
    if (typeof target === "string") return this.toFile({ format: "csv", path: target, options: format }, run);
    return this.toSink(target, run, (batches) => csvText(this.relation.schema, batches, format));
  }
  /**
   * Writes the rows as JSON, an object on each line, or with `form: "array"` one array of them: to a file, or to a function or
   * `WritableStream` that takes text. Decimals are strings, so that no reader rounds them. Gives the number of rows.
   * @example await orders.select("order_id", "status").toJsonFile((text) => text.length, { form: "array" }) // 5
   */
  async toJsonFile(target: string | TextSink, options: JsonFormat & FileOptions = {}): Promise<number> {
    const { form, ...run } = options;
    const format = defined({ form });
    if (typeof target === "string") return this.toFile({ format: "json", path: target, options: format }, run);
    return this.toSink(target, run, (batches) => jsonText(this.relation.schema, batches, format));
  }
  /**
   * Writes the rows as a Parquet file, by the engine. Gives their number.
   * @throws AvocetError `unsupported-operation` where the engine writes no such files
   * @example orders.toParquet
   */
  async toParquet(path: string, options: ParquetFormat & FileOptions = {}): Promise<number> {
    const { compression, rowGroupSize, ...run } = options;
    if (rowGroupSize !== undefined && !(Number.isSafeInteger(rowGroupSize) && rowGroupSize > 0))
      throw new AvocetError("invalid-argument", `rowGroupSize is a number of rows from 1, not ${String(rowGroupSize)}`);
    return this.toFile({ format: "parquet", path, options: defined({ compression, rowGroupSize }) }, run);
  }

  private async toFile(file: FileTarget, options: FileOptions): Promise<number> {
    const { engine } = this;
    if (!engine.writeFile)
      throw new AvocetError("unsupported-operation", `the ${engine.dialect} connection writes no files here`, {
        hint: "Give a function that takes the text in place of a path.",
      });
    const from = createReadRequest(engine, this.relation, options, EXACT_MODES);
    return engine.writeFile(from.relation, file, { ...from.options, maxRows: from.maxRows });
  }
  private async toSink(
    sink: TextSink,
    options: FileOptions,
    text: (batches: AsyncIterable<Batch>) => AsyncIterable<string>,
  ): Promise<number> {
    let rows = 0;
    async function* counted(batches: AsyncIterable<Batch>): AsyncGenerator<Batch> {
      for await (const batch of batches) {
        rows += batch.rowCount;
        yield batch;
      }
    }
    await pour(text(counted(readBatches(createReadRequest(this.engine, this.relation, options, EXACT_MODES)))), sink);
    return rows;
  }
}

/** Without what is undefined. */
function defined<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> }; // a part of T
}
