import type { RunOptions, ValueEncoding } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { Batch, ColumnBatch } from "@avocet/core/backend";
import { valuesOf } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import type { DuckDBDataChunk, DuckDBMaterializedResult, DuckDBResult } from "@duckdb/node-api";
import { native } from "./vectors/bindings.js";
import { readerOf } from "./vectors/reader.js";

/** Returns a function that reads chunks of a result as the columns of a schema. */
export function chunkReader(
  result: DuckDBResult,
  schema: ir.Fields,
): (chunk: DuckDBDataChunk, rowCount: number) => ColumnBatch {
  const types = result.columnTypes();
  if (types.length < schema.size)
    throw new AvocetError(
      "schema-mismatch",
      `The result has ${types.length} columns where ${schema.size} were expected`,
      { hint: "If a table has changed, get it from the connection again with connection.table()." },
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

/** Reads a complete result, chunk by chunk. */
export function* vectorsOf(
  result: DuckDBMaterializedResult,
  schema: ir.Fields,
  signal: RunOptions["signal"],
): Generator<ColumnBatch> {
  if (result.columnCount !== schema.size)
    throw new AvocetError(
      "schema-mismatch",
      `The result has ${result.columnCount} columns where ${schema.size} were expected`,
      { hint: "If a table has changed, get it from the connection again with connection.table()." },
    );
  const read = chunkReader(result, schema);
  const { chunkCount } = result;
  for (let k = 0; k < chunkCount; k++) {
    if (signal?.aborted)
      throw new AvocetError("backend", "Reading was cancelled", { reason: "cancelled", cause: signal.reason });
    const chunk = result.getChunk(k);
    yield read(chunk, chunk.rowCount);
  }
}

/** Converts a batch of vectors to JavaScript values. */
export function valuesOfBatch({ rowCount, columns }: ColumnBatch, schema: ir.Fields, encoding: ValueEncoding): Batch {
  const fields = [...schema];
  return {
    rowCount,
    columns: fields.map(([name, dtype], i) => {
      const vector = columns[i];
      return vector ? valuesOf(vector, dtype, encoding, name) : [];
    }),
  };
}
