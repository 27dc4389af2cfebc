import type { Batch, ColumnBatch, ir, RunOptions, ValueModes } from "@avocet/core";
import { AvocetError, valuesOf } from "@avocet/core";
import type { DuckDBDataChunk, DuckDBMaterializedResult, DuckDBResult } from "@duckdb/node-api";
import { native } from "./vectors/bindings.js";
import { readerOf } from "./vectors/reader.js";

/** Reads the chunks of a result, which have the columns of a schema. */
export function chunkReader(
  result: DuckDBResult,
  schema: ir.Fields,
): (chunk: DuckDBDataChunk, rowCount: number) => ColumnBatch {
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
  return ({ chunk }, rowCount) => ({
    rowCount,
    columns: readers.map((read, i) => read(native.data_chunk_get_vector(chunk, i), rowCount)),
  });
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
    const chunk = result.getChunk(k);
    yield read(chunk, chunk.rowCount);
  }
}

/** A batch of vectors as JavaScript values. */
export function valuesOfBatch({ rowCount, columns }: ColumnBatch, schema: ir.Fields, modes: ValueModes): Batch {
  const fields = [...schema];
  return {
    rowCount,
    columns: fields.map(([name, dtype], i) => {
      const vector = columns[i];
      return vector ? valuesOf(vector, dtype, modes, name) : [];
    }),
  };
}
