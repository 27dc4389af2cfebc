import type { DType } from "../dtype/dtype.js";
import { isArray, isMap, isStruct, isTimestamp } from "../dtype/kinds.js";
import { AvocetError } from "../errors.js";
import type { Relation } from "../ir/relation.js";
import { limit } from "../ir/relation.js";
import type { ColumnBatch } from "../vectors/vector.js";
import type { Batch, QueryEngine, ReadOptions, RunOptions } from "./contract.js";
import type { ValueEncoding } from "./value-encoding.js";
import { EXACT_ENCODING } from "./value-encoding.js";

/** A relation to read, with the bounds that its options set on the rows. */
export interface ReadRequest {
  readonly engine: QueryEngine;
  readonly relation: Relation;
  readonly options: ReadOptions & { readonly values: ValueEncoding };
  /** More rows than these are an error. */
  readonly maxRows: number;
}

/** What is read of a relation: no more rows than are asked for, and one more than may come, to see whether there is one. */
export function createReadRequest(
  engine: QueryEngine,
  relation: Relation,
  options: RunOptions,
  values: ValueEncoding,
  buffered = false,
): ReadRequest {
  const { limit: rowLimit, maxRows, ...runOptions } = options;
  for (const [name, rowCount] of Object.entries({ limit: rowLimit, maxRows }))
    if (rowCount !== undefined && !(Number.isSafeInteger(rowCount) && rowCount >= 0))
      throw new AvocetError("invalid-argument", `${name} is a number of rows, not ${String(rowCount)}`);
  const maximum = maxRows ?? Number.POSITIVE_INFINITY;
  const rows = Math.min(rowLimit ?? Number.POSITIVE_INFINITY, maximum + 1);
  return {
    engine,
    relation: rows === Number.POSITIVE_INFINITY ? relation : limit(relation, rows, 0),
    options: { ...runOptions, values, buffered },
    maxRows: maximum,
  };
}

/**
 * Too many rows for what the caller has said.
 * @example tooManyRows(1000).code // "too-many-rows"
 */
export const tooManyRowsError = (maxRows: number): AvocetError =>
  new AvocetError("too-many-rows", `the result has more than the ${maxRows} rows that maxRows allows`, {
    hint: "Aggregate or filter further, take the first rows with limit, or allow more.",
  });

/** The batches of a reading; none of them after one that goes beyond its bound. */
export async function* readBatches({ engine: runner, relation, options, maxRows }: ReadRequest): AsyncGenerator<Batch> {
  yield* enforceMaxRows(runner.read(relation, options), maxRows);
}

/** As {@link readBatches}, as vectors: of the engine, or made from its values. */
export async function* readColumnBatches({ engine: runner, relation, options, maxRows }: ReadRequest): AsyncGenerator<ColumnBatch> {
  if (runner.readVectors) return yield* enforceMaxRows(runner.readVectors(relation, options), maxRows);
  const { vectorOf } = await import("../vectors/build.js");
  const fields = [...relation.schema];
  const values = {
    ...EXACT_ENCODING,
    timestamp: fields.some(([, dtype]) => hasNanoseconds(dtype)) ? "string" : "micros",
  } as const;
  for await (const { rowCount, columns } of enforceMaxRows(runner.read(relation, { ...options, values }), maxRows))
    yield { rowCount, columns: fields.map(([name, dtype], i) => vectorOf(columns[i] ?? [], dtype, name)) };
}

/** Whether a dtype has parts of microseconds, also somewhere inside of it. */
function hasNanoseconds(dtype: DType): boolean {
  if (isTimestamp(dtype)) return dtype.scale > 6;
  if (isArray(dtype)) return hasNanoseconds(dtype.element);
  if (isMap(dtype)) return hasNanoseconds(dtype.key) || hasNanoseconds(dtype.value);
  return isStruct(dtype) && Object.values(dtype.fields).some(hasNanoseconds);
}

async function* enforceMaxRows<B extends { readonly rowCount: number }>(
  batches: AsyncIterable<B>,
  maxRows: number,
): AsyncGenerator<B> {
  let rows = 0;
  for await (const batch of batches) {
    rows += batch.rowCount;
    if (rows > maxRows) throw tooManyRowsError(maxRows);
    yield batch;
  }
}
