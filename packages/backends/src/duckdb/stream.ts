import { AvocetError } from "@avocet/core";
import type { ColumnBatch } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import type { DuckDBDataChunk, DuckDBConnection as Native } from "@duckdb/node-api";
import type { CancellationToken } from "../shared/cancellation.js";
import type { Statement } from "../shared/statement.js";
import { engineError } from "./errors.js";
import { runInterruptibly } from "./interruptible.js";
import { chunkReader } from "./read.js";
import { bindingsOf } from "./values.js";
import { native as nativeBindings } from "./vectors/bindings.js";

// The client's streams end without an error when a query fails or is interrupted. So a marker row is appended to the
// query, and a stream that ends without it has failed. The marker is the last row as long as DuckDB preserves insertion
// order, which is the default.

/** Whether DuckDB preserves insertion order, which streams depend on. */
export async function preservesOrder(native: Native): Promise<boolean> {
  const result = await native.run("SELECT current_setting('preserve_insertion_order')");
  return result.getChunk(0).getColumnVector(0).getItem(0) === true;
}

/** Streams all rows of a query, or throws. DuckDB computes further rows as they are read. */
export async function* streamQuery(
  native: Native,
  { sql, values }: Statement,
  schema: ir.Fields,
  token: CancellationToken,
): AsyncGenerator<ColumnBatch> {
  const bindings = bindingsOf(values);
  const nulls = Array.from({ length: schema.size }, () => "NULL").join(", ");
  const markedSql = `SELECT *, FALSE FROM (\n${sql}\n)\nUNION ALL\nSELECT ${nulls}${nulls ? ", " : ""}TRUE`;
  token.throwIfCancelled();
  const result = await runInterruptibly(native, [token], sql, () =>
    native.stream(markedSql, bindings?.values, bindings?.types),
  );
  const read = chunkReader(result, schema);
  const fetchChunk = (): Promise<DuckDBDataChunk | null> => {
    const chunk = result.fetchChunk();
    chunk.catch(() => undefined); // awaited later, or never
    return chunk;
  };
  let hasEnded = false;
  const unsubscribe = token.onCancel(() => native.interrupt());
  let nextChunk = fetchChunk();
  try {
    while (true) {
      const chunk = await nextChunk;
      token.throwIfCancelled();
      if (!chunk || chunk.rowCount === 0) break;
      if (hasEnded) throw new AvocetError("backend", "DuckDB sent rows after the end of the result", { sql });
      hasEnded = endsWithMarker(chunk, schema.size);
      nextChunk = fetchChunk();
      const rows = chunk.rowCount - (hasEnded ? 1 : 0);
      if (rows > 0) yield read(chunk, rows);
    }
    if (!hasEnded) throw await streamError(native, sql, bindings);
  } finally {
    unsubscribe();
    await drainStream(native, nextChunk);
  }
}

/** Whether the last row of a chunk is the marker row. */
function endsWithMarker({ chunk, rowCount }: DuckDBDataChunk, column: number): boolean {
  const marks = nativeBindings.vector_get_data(nativeBindings.data_chunk_get_vector(chunk, column), rowCount);
  return marks[rowCount - 1] === 1;
}

/**
 * Ends a running stream, so that its connection can be reused. DuckDB drops a stream when the next statement starts.
 */
async function drainStream(native: Native, nextChunk: Promise<unknown>): Promise<void> {
  const interruptTimer = setInterval(() => native.interrupt(), 10);
  native.interrupt();
  await nextChunk.catch(() => undefined);
  clearInterval(interruptTimer);
  await native.run("SELECT 1");
}

/**
 * Finds the error of a failed stream, which the client does not report, by running the statement again without its
 * rows.
 */
async function streamError(native: Native, sql: string, bindings: ReturnType<typeof bindingsOf>): Promise<AvocetError> {
  try {
    const text = `EXPLAIN ANALYZE ${sql}`;
    await (bindings ? native.run(text, bindings.values, bindings.types) : native.run(text));
  } catch (error) {
    return engineError(error, sql);
  }
  return new AvocetError("backend", "The result ended before its last row", {
    sql,
    reason: "unknown",
    retryable: true,
  });
}
