import type { Batch } from "../../backend/contract.js";
import { rowsOf } from "../../backend/rows.js";
import type { ValueModes } from "../../backend/values.js";
import type { Schema } from "../../dtype/dtype.js";
import type { Js, Row } from "../../dtype/js.js";
import { define } from "../../vectors/record.js";

/** The columns of some rows by name: numbers without NULLs in typed arrays. */
export type BatchColumns<S extends Schema, Form extends ValueModes> = {
  readonly [K in keyof S]: ArrayLike<Js<S[K], Form>>;
};

/** Some rows of a result. */
export class ResultBatch<S extends Schema, Form extends ValueModes> {
  readonly rowCount: number;
  /** The values by the names of their columns. */
  readonly columns: BatchColumns<S, Form>;
  private readonly names: readonly string[];
  private readonly batch: Batch;

  /** @internal */
  constructor(names: readonly string[], batch: Batch) {
    const columns = {};
    for (const [i, name] of names.entries()) define(columns, name, batch.columns[i] ?? []);
    this.rowCount = batch.rowCount;
    this.columns = columns as BatchColumns<S, Form>; // the backend gives each dtype its JavaScript value
    this.names = names;
    this.batch = batch;
  }
  /**
   * The rows as objects.
   * @example (await orders.select("status").batches().next()).value?.rows()
   */
  rows(): Row<S, Form>[] {
    return rowsOf(this.batch, this.names) as Row<S, Form>[]; // as the columns
  }
}

/** The same rows in batches of a size; only the last may be smaller. */
export async function* resized(batches: AsyncIterable<Batch>, size: number): AsyncGenerator<Batch> {
  let held: Batch[] = [];
  let rows = 0;
  for await (const batch of batches) {
    let from = 0;
    while (rows + batch.rowCount - from >= size) {
      const to = from + size - rows;
      yield joinedBatch([...held, part(batch, from, to)]);
      held = [];
      rows = 0;
      from = to;
    }
    if (from < batch.rowCount) {
      held.push(part(batch, from, batch.rowCount));
      rows += batch.rowCount - from;
    }
  }
  if (rows > 0) yield joinedBatch(held);
}

const isWhole = (batch: Batch, from: number, to: number): boolean => from === 0 && to === batch.rowCount;
const part = (batch: Batch, from: number, to: number): Batch =>
  isWhole(batch, from, to)
    ? batch
    : {
        rowCount: to - from,
        columns: batch.columns.map(
          (column) => (Array.isArray(column) ? column.slice(from, to) : (column as Float64Array).slice(from, to)), // else a typed array
        ),
      };

function joinedBatch(parts: readonly Batch[]): Batch {
  const [first] = parts;
  if (first && parts.length === 1) return first;
  return {
    rowCount: parts.reduce((sum, { rowCount }) => sum + rowCount, 0),
    columns: (first?.columns ?? []).map((_, i) => joinedColumn(parts.map(({ columns }) => columns[i] ?? []))),
  };
}

/** Typed where all parts are. */
function joinedColumn(parts: readonly ArrayLike<unknown>[]): ArrayLike<unknown> {
  const total = parts.reduce((sum, { length }) => sum + length, 0);
  const plain = parts.some((each) => Array.isArray(each));
  const Class = parts[0]?.constructor as new (length: number) => unknown[] & Pick<Float64Array, "set">; // arrays of both kinds are made so
  const values = plain ? new Array<unknown>(total) : new Class(total);
  let at = 0;
  for (const each of parts) {
    for (let i = 0; i < each.length; i++) values[at + i] = each[i];
    at += each.length;
  }
  return values;
}
