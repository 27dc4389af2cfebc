import type { RunOptions } from "@avocet/core";
import type { Batch } from "@avocet/core/backend";
import { resolveEncoding } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";
import type { Statement } from "../../shared/statement.js";
import { sqlStatement } from "../../shared/statement.js";
import { createBatchBuilder } from "../decode/decoders.js";
import type { Stream } from "./session.js";
import type { Result } from "./types.js";

/** Reads the rows of a stream in batches. Ending the iteration early cancels the statement. */
export async function* streamBatches(stream: Stream, schema: ir.Fields, { values }: RunOptions): AsyncGenerator<Batch> {
  const encoding = resolveEncoding(values);
  try {
    let batch: ((rows: Result["rows"]) => Batch) | null = null;
    for (let rows = await stream.next(); rows; rows = await stream.next()) {
      batch ??= createBatchBuilder(schema, stream.exchange.fields, encoding);
      yield batch(rows);
    }
    // Throws if the columns differ from the schema.
    if (!batch) createBatchBuilder(schema, stream.exchange.fields, encoding);
  } finally {
    await stream.abandon();
  }
}

/** Number of rows in the first fetch. */
const FIRST_FETCH_ROWS = 1000;
/** Approximate number of bytes in each further fetch. */
const TARGET_FETCH_BYTES = 1 << 20;
const MAX_FETCH_ROWS = 20_000;

let cursorCount = 0;

/**
 * Reads the rows of a statement with a cursor, so that the session can run other statements between two fetches.
 * `withHold` is for cursors outside of transactions, whose result the server materializes.
 */
export async function* fetchWithCursor(
  query: (statement: Statement) => Promise<Result>,
  statement: Statement,
  schema: ir.Fields,
  { values }: RunOptions,
  withHold: boolean,
): AsyncGenerator<Batch> {
  const encoding = resolveEncoding(values);
  cursorCount += 1;
  const name = `avocet_cursor_${cursorCount}`;
  const declare = `DECLARE ${name} NO SCROLL CURSOR ${withHold ? "WITH HOLD " : ""}FOR\n${statement.sql}`;
  await query({ ...statement, sql: declare });
  try {
    for (let count = FIRST_FETCH_ROWS; ; ) {
      const { fields, rows } = await query(sqlStatement(`FETCH ${count} FROM ${name}`));
      const batch = createBatchBuilder(schema, fields, encoding);
      if (rows.length > 0) yield batch(rows);
      if (rows.length < count) return;
      count = Math.min(MAX_FETCH_ROWS, Math.max(100, Math.floor((TARGET_FETCH_BYTES * rows.length) / bytesOf(rows))));
    }
  } finally {
    // A failed transaction has closed the cursor already.
    await query(sqlStatement(`CLOSE ${name}`)).catch(() => undefined);
  }
}

const bytesOf = (rows: Result["rows"]): number =>
  rows.reduce((total, row) => row.reduce((bytes, text) => bytes + (text?.length ?? 0) + 4, total), 1);
