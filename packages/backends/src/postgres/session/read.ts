import type { Batch, ir, RunOptions } from "@avocet/core";
import { valueModes } from "@avocet/core";
import type { Statement } from "../../shared/statement.js";
import { plain } from "../../shared/statement.js";
import { batchMaker } from "../decode/decoders.js";
import type { Stream } from "./session.js";
import type { Result } from "./types.js";

/** The rows of a stream. Leaving early cancels its statement. */
export async function* streamed(stream: Stream, schema: ir.Fields, { values }: RunOptions): AsyncGenerator<Batch> {
  const modes = valueModes(values);
  try {
    let batch: ((rows: Result["rows"]) => Batch) | null = null;
    for (let rows = await stream.next(); rows; rows = await stream.next()) {
      batch ??= batchMaker(schema, stream.exchange.fields, modes);
      yield batch(rows);
    }
    if (!batch) batchMaker(schema, stream.exchange.fields, modes); // says so if the columns are others
  } finally {
    await stream.abandon();
  }
}

/** How many rows are fetched at once at first. */
const FIRST = 1000;
/** How many bytes are fetched at once, about. */
const BYTES = 1 << 20;
const MOST = 20_000;

let cursors = 0;

/**
 * The rows of a statement by way of a cursor, so that the line may run other statements between two portions; `query` takes its turn.
 * `hold` is for cursors outside of transactions: the server works such a result out at once and keeps it.
 */
export async function* fetched(
  query: (statement: Statement) => Promise<Result>,
  statement: Statement,
  schema: ir.Fields,
  { values }: RunOptions,
  hold: boolean,
): AsyncGenerator<Batch> {
  const modes = valueModes(values);
  cursors += 1;
  const name = `avocet_cursor_${cursors}`;
  const declare = `DECLARE ${name} NO SCROLL CURSOR ${hold ? "WITH HOLD " : ""}FOR\n${statement.sql}`;
  await query({ ...statement, sql: declare });
  try {
    for (let count = FIRST; ; ) {
      const { fields, rows } = await query(plain(`FETCH ${count} FROM ${name}`));
      const batch = batchMaker(schema, fields, modes);
      if (rows.length > 0) yield batch(rows);
      if (rows.length < count) return;
      count = Math.min(MOST, Math.max(100, Math.floor((BYTES * rows.length) / bytesOf(rows))));
    }
  } finally {
    // In a transaction that has failed there is no cursor any more.
    await query(plain(`CLOSE ${name}`)).catch(() => undefined);
  }
}

const bytesOf = (rows: Result["rows"]): number =>
  rows.reduce((sum, row) => row.reduce((all, text) => all + (text?.length ?? 0) + 4, sum), 1);
