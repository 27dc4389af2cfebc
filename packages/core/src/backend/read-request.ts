import type { DType } from "../dtype/dtype.js";
import { isArray, isMap, isStruct, isTimestamp } from "../dtype/kinds.js";
import { AvocetError } from "../errors.js";
import type { Relation } from "../ir/relation.js";
import type { ColumnBatch } from "../vectors/vector.js";
import type { Batch, QueryEngine, ReadOptions, RunOptions } from "./contract.js";
import type { ValueEncoding } from "./value-encoding.js";
import { EXACT_ENCODING } from "./value-encoding.js";

/** A table to read. */
export interface ReadableTable {
  readonly relation: Relation;
  limit(n: number): { readonly relation: Relation };
}
/** A relation to read, with the limits that its options set. */
export interface ReadRequest {
  readonly engine: QueryEngine;
  readonly relation: Relation;
  readonly options: ReadOptions & { readonly values: ValueEncoding };
  /** A larger result is an error. */
  readonly maxRows: number;
}

/**
 * Builds a request that reads at most `limit` rows, and at most one row more than `maxRows`, to detect a larger result.
 */
export function createReadRequest(
  engine: QueryEngine,
  table: ReadableTable,
  options: RunOptions,
  values: ValueEncoding,
  buffered = false,
): ReadRequest {
  const { limit: rowLimit, maxRows, ...runOptions } = options;
  for (const [name, rowCount] of Object.entries({ limit: rowLimit, maxRows }))
    if (rowCount !== undefined && !(Number.isSafeInteger(rowCount) && rowCount >= 0))
      throw new AvocetError("invalid-argument", `"${name}" must be a non-negative integer, got ${String(rowCount)}`);
  const maximum = maxRows ?? Number.POSITIVE_INFINITY;
  const rows = Math.min(rowLimit ?? Number.POSITIVE_INFINITY, maximum + 1);
  return {
    engine,
    relation: (Number.isSafeInteger(rows) ? table.limit(rows) : table).relation,
    options: { ...runOptions, values, buffered },
    maxRows: maximum,
  };
}

/**
 * The error for a result that is larger than `maxRows`.
 * @example tooManyRowsError(1000).code // "too-many-rows"
 */
export const tooManyRowsError = (maxRows: number): AvocetError =>
  new AvocetError("too-many-rows", `The result exceeds "maxRows": it has more than ${maxRows} rows`, {
    hint: "Aggregate or filter further, take the first rows with `limit`, or raise `maxRows`.",
  });

/** Reads the batches of a request. Throws before the batch that exceeds `maxRows`. */
export async function* readBatches({ engine: runner, relation, options, maxRows }: ReadRequest): AsyncGenerator<Batch> {
  yield* enforceMaxRows(runner.read(relation, options), maxRows);
}

/** As {@link readBatches}, as vectors: those of the engine, or built from its values. */
export async function* readColumnBatches({
  engine: runner,
  relation,
  options,
  maxRows,
}: ReadRequest): AsyncGenerator<ColumnBatch> {
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

/** Whether a dtype has digits beyond microseconds, also in nested dtypes. */
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
