import type { ValueModes } from "../backend/values.js";
import { AvocetError } from "../errors.js";
import type { Fields } from "../ir/relation.js";
import { concatBatches } from "../vectors/concat.js";
import type { ColumnBatch } from "../vectors/vector.js";
import type { ArrowTable } from "./arrow.js";

/** The Arrow library that is in use: packages that bring one along declare the type of its tables as `table` here. */
// biome-ignore lint/suspicious/noEmptyInterface: other packages add to it
export interface ArrowLibrary {}
/** The tables of the Arrow library that is in use. */
export type Arrow = ArrowLibrary extends { readonly table: infer T } ? T : ArrowTable;

/** Makes an Arrow table of vectors, which have its layout already. */
export type ArrowMaker = (schema: Fields, batches: readonly ColumnBatch[], modes: ValueModes) => Promise<Arrow>;

let maker: ArrowMaker | undefined;

/**
 * Makes `toArrow()` give the tables of an Arrow library, as the package `avocet` does with Flechette.
 * @example setArrowMaker(async (schema, batches) => ({ numRows: batches.length, schema: { fields: [] }, getChild: () => null }))
 */
export function setArrowMaker(make: ArrowMaker): void {
  maker = make;
}

/** How many rows make one batch of an Arrow table: enough that what there is to say of each batch does not count. */
const ROWS = 131_072;

/** The Arrow table of the rows of a result. */
export async function arrowOf(schema: Fields, batches: AsyncIterable<ColumnBatch>, modes: ValueModes): Promise<Arrow> {
  if (!maker)
    throw new AvocetError("missing-driver", "nothing is there to make Arrow tables with", {
      hint: 'Import from "avocet", which brings an Arrow library along, or set one with setArrowMaker.',
    });
  const dtypes = [...schema.values()];
  const whole: ColumnBatch[] = [];
  let held: ColumnBatch[] = [];
  let rows = 0;
  for await (const batch of batches) {
    held.push(batch);
    rows += batch.rowCount;
    if (rows < ROWS) continue;
    whole.push(concatBatches(held, dtypes));
    held = [];
    rows = 0;
  }
  if (held.length > 0) whole.push(concatBatches(held, dtypes));
  return maker(schema, whole, modes);
}
