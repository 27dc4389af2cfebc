import type { CsvFormat, JsonFormat, ParquetFormat } from "../../backend/contract.js";
import type { ValueEncoding } from "../../backend/value-encoding.js";
import type { Schema } from "../../dtype/dtype.js";
import type { TextSink } from "../../files/text-sink.js";
import type { FileOptions } from "../result/file-export.js";
import { ExecutingTable } from "./executing.js";

const fileExport = (): Promise<typeof import("../result/file-export.js")> => import("../result/file-export.js");

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
    return (await fileExport()).writeCsv(this, target, options);
  }
  /**
   * Writes the rows as JSON to a file, or to a function or `WritableStream` that receives text: one object on each line
   * by default, or one array with `form: "array"`. Decimals are written as strings so that readers do not round them.
   * Returns the number of rows.
   * @throws AvocetError `unsupported-operation` if the engine cannot write files and the target is a path
   * @example await orders.select("order_id", "status").toJsonFile((text) => text.length, { form: "array" }) // 5
   */
  async toJsonFile(target: string | TextSink, options: JsonFormat & FileOptions = {}): Promise<number> {
    return (await fileExport()).writeJson(this, target, options);
  }
  /**
   * Writes the rows to a Parquet file. Returns the number of rows.
   * @throws AvocetError `unsupported-operation` if the engine cannot write Parquet files
   * @example await orders.toParquet("orders.parquet", { compression: "zstd" }) // 5
   */
  async toParquet(path: string, options: ParquetFormat & FileOptions = {}): Promise<number> {
    return (await fileExport()).writeParquet(this, path, options);
  }
}
