import type { Batch, ir, RunOptions } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { DuckDBMaterializedResult } from "@duckdb/node-api";
import { decode } from "./decode/decode.js";

// The client's streams end without an error when a query fails or is interrupted half-way, so they are not used: the result is complete
// inside the engine before its first row is read, and its chunks of 2,048 rows become JavaScript values one at a time.

/** The rows of a complete result, chunk by chunk. */
export function* batchesOf(
  result: DuckDBMaterializedResult,
  schema: ir.Fields,
  signal: RunOptions["signal"],
): Generator<Batch> {
  const columns = [...schema];
  if (result.columnCount !== columns.length)
    throw new AvocetError(
      "schema-mismatch",
      `the result has ${result.columnCount} columns where ${columns.length} were expected`,
      { hint: "If a table has changed since its schema was read, take it from the connection again." },
    );
  const { chunkCount } = result;
  for (let k = 0; k < chunkCount; k++) {
    if (signal?.aborted)
      throw new AvocetError("backend", "reading was cancelled", { reason: "cancelled", cause: signal.reason });
    const chunk = result.getChunk(k);
    yield {
      rowCount: chunk.rowCount,
      columns: columns.map(([name, dtype], i) => decode(chunk.getColumnVector(i), dtype, name)),
    };
  }
}
