import type { Batch, CsvFormat, FileTarget, JsonFormat, ParquetFormat, RunOptions } from "../../backend/contract.js";
import { createReadRequest, readBatches } from "../../backend/read-request.js";
import type { ValueEncoding } from "../../backend/value-encoding.js";
import { EXACT_ENCODING } from "../../backend/value-encoding.js";
import type { Schema } from "../../dtype/dtype.js";
import { AvocetError } from "../../errors.js";
import type { TextSink } from "../../files/text-sink.js";
import { ExecutingTable } from "./executing.js";

/** Options of `toCsv`, `toJsonFile` and `toParquet` for running the query. */
export type FileOptions = Omit<RunOptions, "values">;

/**
 * Methods that write the rows to files. The formats load when they are used, so that programs that only compile do not
 * contain them. Writes are atomic: rows go to a temporary file in the same folder, which is renamed when it is
 * complete.
 */
export class ExportingTable<S extends Schema, Encoding extends ValueEncoding> extends ExecutingTable<S, Encoding> {
  /**
   * Writes the rows as CSV to a file, or to a function or `WritableStream` that receives text. Returns the number of
   * rows. NULLs are empty by default, empty strings are written as `""`.
   * @throws AvocetError `unsupported-operation` if the engine cannot write files and the target is a path
   * @example await orders.select("order_id", "status").toCsv((text) => text.length) // 5
   */
  async toCsv(target: string | TextSink, options: CsvFormat & FileOptions = {}): Promise<number> {
    const { delimiter, header, nullText, ...run } = options;
    const { csvFormat, csvText } = await import("../../files/csv.js");
    const format = csvFormat(withoutUndefined({ delimiter, header, nullText }));
    if (typeof target === "string") return this.toFile({ format: "csv", path: target, options: format }, run);
    return this.toSink(target, run, (batches) => csvText(this.relation.schema, batches, format));
  }
  /**
   * Writes the rows as JSON to a file, or to a function or `WritableStream` that receives text: one object on each line
   * by default, or one array with `form: "array"`. Decimals are written as strings so that readers do not round them.
   * Returns the number of rows.
   * @throws AvocetError `unsupported-operation` if the engine cannot write files and the target is a path
   * @example await orders.select("order_id", "status").toJsonFile((text) => text.length, { form: "array" }) // 5
   */
  async toJsonFile(target: string | TextSink, options: JsonFormat & FileOptions = {}): Promise<number> {
    const { form, ...run } = options;
    const format = withoutUndefined({ form });
    if (typeof target === "string") return this.toFile({ format: "json", path: target, options: format }, run);
    const { jsonText } = await import("../../files/json.js");
    return this.toSink(target, run, (batches) => jsonText(this.relation.schema, batches, format));
  }
  /**
   * Writes the rows to a Parquet file. Returns the number of rows.
   * @throws AvocetError `unsupported-operation` if the engine cannot write Parquet files
   * @example await orders.toParquet("orders.parquet", { compression: "zstd" }) // 5
   */
  async toParquet(path: string, options: ParquetFormat & FileOptions = {}): Promise<number> {
    const { compression, rowGroupSize, ...run } = options;
    if (rowGroupSize !== undefined && !(Number.isSafeInteger(rowGroupSize) && rowGroupSize > 0))
      throw new AvocetError(
        "invalid-argument",
        `"rowGroupSize" must be a positive integer, got ${String(rowGroupSize)}`,
      );
    return this.toFile({ format: "parquet", path, options: withoutUndefined({ compression, rowGroupSize }) }, run);
  }

  private async toFile(file: FileTarget, options: FileOptions): Promise<number> {
    const { engine } = this;
    if (!engine.writeFile)
      throw new AvocetError("unsupported-operation", `The ${engine.dialect} connection cannot write files`, {
        hint: "Pass a function that receives the text instead of a path.",
      });
    const request = createReadRequest(engine, this.relation, options, EXACT_ENCODING);
    return engine.writeFile(request.relation, file, { ...request.options, maxRows: request.maxRows });
  }
  private async toSink(
    sink: TextSink,
    options: FileOptions,
    text: (batches: AsyncIterable<Batch>) => AsyncIterable<string>,
  ): Promise<number> {
    const { writeText: pour } = await import("../../files/text-sink.js");
    let rows = 0;
    async function* countRows(batches: AsyncIterable<Batch>): AsyncGenerator<Batch> {
      for await (const batch of batches) {
        rows += batch.rowCount;
        yield batch;
      }
    }
    await pour(
      text(countRows(readBatches(createReadRequest(this.engine, this.relation, options, EXACT_ENCODING)))),
      sink,
    );
    return rows;
  }
}

/** Removes undefined properties, which exact optional property types do not allow. */
function withoutUndefined<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> }; // a part of T
}
