import type { Batch, ColumnBatch, ir, RunOptions } from "@avocet/core";
import { AvocetError, valueModes, valuesOf } from "@avocet/core";
import type { DuckDBDataChunk, DuckDBMaterializedResult, DuckDBResult } from "@duckdb/node-api";
import { native } from "./vectors/bindings.js";
import { readerOf } from "./vectors/reader.js";

/** Reads the chunks of a result, which have the columns of a schema. */
export function chunkReader(result: DuckDBResult, schema: ir.Fields): (chunk: DuckDBDataChunk) => ColumnBatch {
  const types = result.columnTypes();
  if (types.length < schema.size)
    throw new AvocetError(
      "schema-mismatch",
      `the result has ${types.length} columns where ${schema.size} were expected`,
      { hint: "If a table has changed since its schema was read, take it from the connection again." },
    );
  const readers = [...schema].flatMap(([name, dtype], i) => {
    const type = types[i];
    return type ? [readerOf(type, dtype, name)] : [];
  });
  return (data) => {
    const { rowCount, chunk } = data;
    return { rowCount, columns: readers.map((read, i) => read(native.data_chunk_get_vector(chunk, i), rowCount)) };
  };
}

/** The rows of a complete result, chunk by chunk. */
export function* vectorsOf(
  result: DuckDBMaterializedResult,
  schema: ir.Fields,
  signal: RunOptions["signal"],
): Generator<ColumnBatch> {
  if (result.columnCount !== schema.size)
    throw new AvocetError(
      "schema-mismatch",
      `the result has ${result.columnCount} columns where ${schema.size} were expected`,
      { hint: "If a table has changed since its schema was read, take it from the connection again." },
    );
  const read = chunkReader(result, schema);
  const { chunkCount } = result;
  for (let k = 0; k < chunkCount; k++) {
    if (signal?.aborted)
      throw new AvocetError("backend", "reading was cancelled", { reason: "cancelled", cause: signal.reason });
    yield read(result.getChunk(k));
  }
}

/** As {@link vectorsOf}, as JavaScript values. */
export function* batchesOf(
  result: DuckDBMaterializedResult,
  schema: ir.Fields,
  { signal, values }: RunOptions,
): Generator<Batch> {
  const modes = valueModes(values);
  const columns = [...schema];
  for (const { rowCount, columns: vectors } of vectorsOf(result, schema, signal))
    yield {
      rowCount,
      columns: columns.map(([name, dtype], i) => {
        const vector = vectors[i];
        return vector ? valuesOf(vector, dtype, modes, name) : [];
      }),
    };
}
