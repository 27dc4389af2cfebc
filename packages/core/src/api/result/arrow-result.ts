import type { ValueEncoding } from "../../backend/value-encoding.js";
import { AvocetError } from "../../errors.js";
import type { Fields } from "../../ir/relation.js";
import { coalesceBatches } from "../../vectors/concat.js";
import type { ColumnBatch } from "../../vectors/vector.js";
import type { ArrowTable } from "../source/arrow.js";

/**
 * The Arrow library in use. A package that includes one declares the type of its tables as the property `table`, by
 * declaration merging.
 */
export interface ArrowLibrary {
  readonly name?: string;
}
/** The table type of the Arrow library in use. */
export type Arrow = ArrowLibrary extends { readonly table: infer T } ? T : ArrowTable;

/** Builds an Arrow table from batches of vectors, which have Arrow's memory layout. */
export type ArrowMaker = (schema: Fields, batches: readonly ColumnBatch[], encoding: ValueEncoding) => Promise<Arrow>;

let arrowMaker: ArrowMaker | undefined;

/**
 * Sets the function that builds the results of `toArrow()`. The package `avocet` sets one that uses Flechette.
 * @example () => setArrowMaker(async () => Promise.reject(new Error("no Arrow tables here")))
 */
export function setArrowMaker(maker: ArrowMaker): void {
  arrowMaker = maker;
}

/** Builds the Arrow table of a result. */
export async function arrowOf(
  schema: Fields,
  batches: AsyncIterable<ColumnBatch>,
  encoding: ValueEncoding,
): Promise<Arrow> {
  if (!arrowMaker)
    throw new AvocetError("missing-driver", "No Arrow library is available", {
      hint: 'Import the package "avocet", which includes one, or set one with setArrowMaker.',
    });
  const columnBatches: ColumnBatch[] = [];
  for await (const batch of coalesceBatches(batches, [...schema.values()])) columnBatches.push(batch);
  return arrowMaker(schema, columnBatches, encoding);
}
