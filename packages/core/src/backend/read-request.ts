import type { DType } from "../dtype/dtype.js";
import { isArray, isMap, isStruct, isTimestamp } from "../dtype/kinds.js";
import { AvocetError } from "../errors.js";
import type { Relation } from "../ir/relation.js";
import { limit } from "../ir/relation.js";
import { vectorOf } from "../vectors/build.js";
import type { ColumnBatch } from "../vectors/vector.js";
import type { Batch, QueryEngine, ReadOptions, RunOptions } from "./contract.js";
import type { ValueModes } from "./values.js";
import { EXACT_MODES } from "./values.js";

/** A relation to read, with the bounds that its options set on the rows. */
export interface ReadRequest {
  readonly runner: QueryEngine;
  readonly relation: Relation;
  readonly options: ReadOptions & { readonly values: ValueModes };
  /** More rows than these are an error. */
  readonly maxRows: number;
}

/** What is read of a relation: no more rows than are asked for, and one more than may come, to see whether there is one. */
export function createReadRequest(
  runner: QueryEngine,
  relation: Relation,
  options: RunOptions,
  values: ValueModes,
  whole = false,
): ReadRequest {
  const { limit: first, maxRows, ...rest } = options;
  for (const [name, given] of Object.entries({ limit: first, maxRows }))
    if (given !== undefined && !(Number.isSafeInteger(given) && given >= 0))
      throw new AvocetError("invalid-argument", `${name} is a number of rows, not ${String(given)}`);
  const most = maxRows ?? Number.POSITIVE_INFINITY;
  const rows = Math.min(first ?? Number.POSITIVE_INFINITY, most + 1);
  return {
    runner,
    relation: rows === Number.POSITIVE_INFINITY ? relation : limit(relation, rows, 0),
    options: { ...rest, values, whole },
    maxRows: most,
  };
}

/**
 * Too many rows for what the caller has said.
 * @example tooManyRows(1000).code // "too-many-rows"
 */
export const tooManyRows = (maxRows: number): AvocetError =>
  new AvocetError("too-many-rows", `the result has more than the ${maxRows} rows that maxRows allows`, {
    hint: "Aggregate or filter further, take the first rows with limit, or allow more.",
  });

/** The batches of a reading; none of them after one that goes beyond its bound. */
export async function* readBatches({ runner, relation, options, maxRows }: ReadRequest): AsyncGenerator<Batch> {
  yield* bounded(runner.read(relation, options), maxRows);
}

/** As {@link readBatches}, as vectors: of the engine, or made from its values. */
export async function* vectorsOf({ runner, relation, options, maxRows }: ReadRequest): AsyncGenerator<ColumnBatch> {
  if (runner.readVectors) return yield* bounded(runner.readVectors(relation, options), maxRows);
  const fields = [...relation.schema];
  const values = {
    ...EXACT_MODES,
    timestamp: fields.some(([, dtype]) => isFiner(dtype)) ? "string" : "micros",
  } as const;
  for await (const { rowCount, columns } of bounded(runner.read(relation, { ...options, values }), maxRows))
    yield { rowCount, columns: fields.map(([name, dtype], i) => vectorOf(columns[i] ?? [], dtype, name)) };
}

/** Whether a dtype has parts of microseconds, also somewhere inside of it. */
function isFiner(dtype: DType): boolean {
  if (isTimestamp(dtype)) return dtype.scale > 6;
  if (isArray(dtype)) return isFiner(dtype.element);
  if (isMap(dtype)) return isFiner(dtype.key) || isFiner(dtype.value);
  return isStruct(dtype) && Object.values(dtype.fields).some(isFiner);
}

async function* bounded<B extends { readonly rowCount: number }>(
  batches: AsyncIterable<B>,
  maxRows: number,
): AsyncGenerator<B> {
  let rows = 0;
  for await (const batch of batches) {
    rows += batch.rowCount;
    if (rows > maxRows) throw tooManyRows(maxRows);
    yield batch;
  }
}
