import type { ColumnBatch, ir } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { DuckDBDataChunk, DuckDBConnection as Native } from "@duckdb/node-api";
import type { CancellationToken } from "../shared/cancellation.js";
import type { Statement } from "../shared/statement.js";
import { engineError } from "./errors.js";
import { chunkReader } from "./read.js";
import { stoppable } from "./stoppable.js";
import { bindingsOf } from "./values.js";
import { native as functions } from "./vectors/bindings.js";

// The client's streams end without an error when a query fails or is interrupted half-way. So a last row is put behind those of the query,
// and a stream that ends without it has failed. It comes last as long as the engine preserves the order of rows, which it does unless it
// has been told not to.

/** Whether the engine keeps rows in order, and streams can be told from their beginnings. */
export async function keepsOrder(native: Native): Promise<boolean> {
  const result = await native.run("SELECT current_setting('preserve_insertion_order')");
  return result.getChunk(0).getColumnVector(0).getItem(0) === true;
}

/** The rows of a query as the engine works them out: it goes on as they are taken. All of them, or an error. */
export async function* streamed(
  native: Native,
  { sql, values }: Statement,
  schema: ir.Fields,
  stop: CancellationToken,
): AsyncGenerator<ColumnBatch> {
  const bindings = bindingsOf(values);
  const nulls = Array.from({ length: schema.size }, () => "NULL").join(", ");
  const marked = `SELECT *, FALSE FROM (\n${sql}\n)\nUNION ALL\nSELECT ${nulls}${nulls ? ", " : ""}TRUE`;
  stop.throwIfStopped();
  const result = await stoppable(native, [stop], sql, () => native.stream(marked, bindings?.values, bindings?.types));
  const read = chunkReader(result, schema);
  const next = (): Promise<DuckDBDataChunk | null> => {
    const chunk = result.fetchChunk();
    chunk.catch(() => undefined); // it is awaited later, or not at all
    return chunk;
  };
  let ended = false;
  const unsubscribe = stop.onCancel(() => native.interrupt());
  let coming = next();
  try {
    while (true) {
      const chunk = await coming;
      stop.throwIfStopped();
      if (!chunk || chunk.rowCount === 0) break;
      if (ended) throw new AvocetError("backend", "rows came after the end of the result", { sql });
      ended = isMarked(chunk, schema.size);
      coming = next();
      const rows = chunk.rowCount - (ended ? 1 : 0);
      if (rows > 0) yield read(chunk, rows);
    }
    if (!ended) throw await reasonOf(native, sql, bindings);
  } finally {
    unsubscribe();
    await given(native, coming);
  }
}

/** Whether the last row of a chunk is the one that ends the result. */
function isMarked({ chunk, rowCount }: DuckDBDataChunk, column: number): boolean {
  const marks = functions.vector_get_data(functions.data_chunk_get_vector(chunk, column), rowCount);
  return marks[rowCount - 1] === 1;
}

/** Ends what still runs, so that the connection can be used again: the engine forgets a stream when the next statement starts. */
async function given(native: Native, coming: Promise<unknown>): Promise<void> {
  const again = setInterval(() => native.interrupt(), 10);
  native.interrupt();
  await coming.catch(() => undefined);
  clearInterval(again);
  await native.run("SELECT 1");
}

/** Why a stream broke off, which the client does not say: the statement is run once more, without keeping its rows. */
async function reasonOf(native: Native, sql: string, bindings: ReturnType<typeof bindingsOf>): Promise<AvocetError> {
  try {
    const text = `EXPLAIN ANALYZE ${sql}`;
    await (bindings ? native.run(text, bindings.values, bindings.types) : native.run(text));
  } catch (error) {
    return engineError(error, sql);
  }
  return new AvocetError("backend", "the result broke off before its end", { sql, reason: "unknown", retryable: true });
}
