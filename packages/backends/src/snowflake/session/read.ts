import type { Batch, ReadOptions } from "@avocet/core/backend";
import { resolveEncoding } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import type { RowStatement } from "snowflake-sdk";
import type { CancellationToken } from "../../shared/cancellation.js";
import { batchMaker } from "../decode/decoders.js";
import { rowsOf } from "../decode/rows.js";
import { engineError } from "../errors.js";
import { columnsOf } from "./sdk.js";

/** How many rows become values at once. */
const SIZE = 2048;

/** The rows of a result, which the service holds ready and which are fetched as they are taken. */
export async function* batchesOf(
  statement: RowStatement,
  schema: ir.Fields,
  { values }: ReadOptions,
  stop: CancellationToken,
): AsyncGenerator<Batch> {
  const batch = batchMaker(schema, columnsOf(statement).length, resolveEncoding(values));
  let rows: (readonly unknown[])[] = [];
  const taken = stoppable(rowsOf(statement), stop);
  try {
    for await (const row of taken) {
      rows.push(row);
      if (rows.length < SIZE) continue;
      yield batch(rows);
      stop.throwIfCancelled();
      rows = [];
    }
  } catch (error) {
    throw stop.isCancelled ? stop.error(statement.getSqlText()) : engineError(error, statement.getSqlText());
  }
  if (rows.length > 0) yield batch(rows);
}

/** What comes until it is time to stop, also where the next takes long to come. */
async function* stoppable<T>(source: AsyncGenerator<T>, stop: CancellationToken): AsyncGenerator<T> {
  let interrupt: () => void = () => undefined;
  const stopped = new Promise<never>((_, reject) => {
    interrupt = () => reject(stop.error());
  });
  stopped.catch(() => undefined);
  const unsubscribe = stop.onCancel(interrupt);
  try {
    for (;;) {
      const next = await Promise.race([source.next(), stopped]);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    unsubscribe();
    source.return(undefined).catch(() => undefined); // waits for the row that is on its way
  }
}
