import type { Batch } from "../../backend/contract.js";
import { rowsOf } from "../../backend/rows.js";
import type { ValueEncoding } from "../../backend/value-encoding.js";
import type { Schema } from "../../dtype/dtype.js";
import type { Js, Row } from "../../dtype/js.js";
import { defineOwnProperty } from "../../vectors/record.js";

/** The values of a batch by column name; numbers without NULLs are typed arrays. */
export type BatchColumns<S extends Schema, Encoding extends ValueEncoding> = {
  readonly [K in keyof S]: ArrayLike<Js<S[K], Encoding>>;
};

/** A batch of rows of a result, column by column. */
export class ResultBatch<S extends Schema, Encoding extends ValueEncoding> {
  /** The number of rows in the batch. */
  readonly rowCount: number;
  /** The values by column name. */
  readonly columns: BatchColumns<S, Encoding>;
  private readonly names: readonly string[];
  private readonly batch: Batch;

  /** @internal */
  constructor(names: readonly string[], batch: Batch) {
    const columns = {};
    for (const [i, name] of names.entries()) defineOwnProperty(columns, name, batch.columns[i] ?? []);
    this.rowCount = batch.rowCount;
    this.columns = columns as BatchColumns<S, Encoding>; // the backend decodes each dtype as the encoding says
    this.names = names;
    this.batch = batch;
  }
  /**
   * Returns the rows as objects.
   * @example (await orders.select("status").batches().next()).value?.rows()
   */
  rows(): Row<S, Encoding>[] {
    return rowsOf(this.batch, this.names) as Row<S, Encoding>[]; // as above
  }
}

/** Regroups rows into batches of `size` rows; only the last may be smaller. */
export async function* rebatch(batches: AsyncIterable<Batch>, size: number): AsyncGenerator<Batch> {
  let pending: Batch[] = [];
  let rows = 0;
  for await (const batch of batches) {
    let from = 0;
    while (rows + batch.rowCount - from >= size) {
      const to = from + size - rows;
      yield mergeBatches([...pending, sliceBatch(batch, from, to)]);
      pending = [];
      rows = 0;
      from = to;
    }
    if (from < batch.rowCount) {
      pending.push(sliceBatch(batch, from, batch.rowCount));
      rows += batch.rowCount - from;
    }
  }
  if (rows > 0) yield mergeBatches(pending);
}

const coversBatch = (batch: Batch, from: number, to: number): boolean => from === 0 && to === batch.rowCount;
const sliceBatch = (batch: Batch, from: number, to: number): Batch =>
  coversBatch(batch, from, to)
    ? batch
    : {
        rowCount: to - from,
        columns: batch.columns.map(
          // All typed arrays have slice.
          (column) => (Array.isArray(column) ? column.slice(from, to) : (column as Float64Array).slice(from, to)),
        ),
      };

function mergeBatches(batches: readonly Batch[]): Batch {
  const [first] = batches;
  if (first && batches.length === 1) return first;
  return {
    rowCount: batches.reduce((sum, { rowCount }) => sum + rowCount, 0),
    columns: (first?.columns ?? []).map((_, i) => mergeSegments(batches.map(({ columns }) => columns[i] ?? []))),
  };
}

/** Concatenates the segments of a column. Returns a typed array if all segments are typed arrays. */
function mergeSegments(segments: readonly ArrayLike<unknown>[]): ArrayLike<unknown> {
  const total = segments.reduce((sum, { length }) => sum + length, 0);
  const isUntyped = segments.some((segment) => Array.isArray(segment));
  // All typed arrays have this constructor.
  const Class = segments[0]?.constructor as new (length: number) => unknown[] & Pick<Float64Array, "set">;
  const values = isUntyped ? new Array<unknown>(total) : new Class(total);
  let offset = 0;
  for (const segment of segments) {
    for (let i = 0; i < segment.length; i++) values[offset + i] = segment[i];
    offset += segment.length;
  }
  return values;
}
