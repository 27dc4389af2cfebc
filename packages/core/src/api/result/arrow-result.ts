import type { ValueModes } from "../../backend/values.js";
import { AvocetError } from "../../errors.js";
import type { Fields } from "../../ir/relation.js";
import { grouped } from "../../vectors/concat.js";
import type { ColumnBatch } from "../../vectors/vector.js";
import type { ArrowTable } from "../source/arrow.js";

/** The Arrow library that is in use: packages that bring one along declare the type of its tables as `table` here. */
export interface ArrowLibrary {
  readonly name?: string;
}
/** The tables of the Arrow library that is in use. */
export type Arrow = ArrowLibrary extends { readonly table: infer T } ? T : ArrowTable;

/** Makes an Arrow table of vectors, which have its layout already. */
export type ArrowMaker = (schema: Fields, batches: readonly ColumnBatch[], modes: ValueModes) => Promise<Arrow>;

let maker: ArrowMaker | undefined;

/**
 * Makes `toArrow()` give the tables of an Arrow library, as the package `avocet` does with Flechette.
 * @example () => setArrowMaker(async () => Promise.reject(new Error("no Arrow tables here")))
 */
export function setArrowMaker(make: ArrowMaker): void {
  maker = make;
}

/** The Arrow table of the rows of a result. */
export async function arrowOf(schema: Fields, batches: AsyncIterable<ColumnBatch>, modes: ValueModes): Promise<Arrow> {
  if (!maker)
    throw new AvocetError("missing-driver", "nothing is there to make Arrow tables with", {
      hint: 'The package "avocet" brings an Arrow library along; else set one with setArrowMaker.',
    });
  const parts: ColumnBatch[] = [];
  for await (const part of grouped(batches, [...schema.values()])) parts.push(part);
  return maker(schema, parts, modes);
}
