import type { Batch, ReadOptions } from "@avocet/core/backend";
import { resolveEncoding } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import type { RowStatement } from "snowflake-sdk";
import type { CancellationToken } from "../../shared/cancellation.js";
import { createBatchBuilder } from "../decode/decoders.js";
import { rawRows } from "../decode/raw-rows.js";
import { engineError } from "../errors.js";
import { columnsOf } from "./sdk.js";

/** How many rows are decoded at once. */
const BATCH_ROWS = 2048;

/** Streams the rows of a result, which are fetched from the service on demand. */
export async function* readBatches(
  statement: RowStatement,
  schema: ir.Fields,
  { values }: ReadOptions,
  token: CancellationToken,
): AsyncGenerator<Batch> {
  const buildBatch = createBatchBuilder(schema, columnsOf(statement).length, resolveEncoding(values));
  let rows: (readonly unknown[])[] = [];
  const source = untilCancelled(rawRows(statement), token);
  try {
    for await (const row of source) {
      rows.push(row);
      if (rows.length < BATCH_ROWS) continue;
      yield buildBatch(rows);
      token.throwIfCancelled();
      rows = [];
    }
  } catch (error) {
    throw token.isCancelled ? token.error(statement.getSqlText()) : engineError(error, statement.getSqlText());
  }
  if (rows.length > 0) yield buildBatch(rows);
}

/** Yields values until the token is cancelled, even while waiting for the next value. */
async function* untilCancelled<T>(source: AsyncGenerator<T>, token: CancellationToken): AsyncGenerator<T> {
  let interrupt: () => void = () => undefined;
  const cancellation = new Promise<never>((_, reject) => {
    interrupt = () => reject(token.error());
  });
  cancellation.catch(() => undefined);
  const unsubscribe = token.onCancel(interrupt);
  try {
    for (;;) {
      const next = await Promise.race([source.next(), cancellation]);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    unsubscribe();
    source.return(undefined).catch(() => undefined); // settles only after the pending row
  }
}
