/// <reference lib="esnext.disposable" preserve="true" />
import type { CachedRelation, QueryEngine } from "../../backend/contract.js";
import type { DefaultEncoding, ValueEncoding } from "../../backend/value-encoding.js";
import type { Schema } from "../../dtype/dtype.js";
import { createTable } from "../table/table-factory.js";
import type { Table } from "../table.js";

/**
 * A table whose rows the engine has computed and stored. They are dropped by `release()` or at the end of an
 * `await using` block.
 */
export interface CachedTable<S extends Schema = Schema, Encoding extends ValueEncoding = DefaultEncoding>
  extends Table<S, Encoding> {
  /**
   * Drops the stored rows. Tables built on this one can no longer be run. Calling it again does nothing.
   * @example await (await orders.cache()).release()
   */
  release(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Creates the table of a cached relation whose schema is `S`. */
export function createCachedTable<S extends Schema, Encoding extends ValueEncoding>(
  cachedRelation: CachedRelation,
  runner: QueryEngine,
  encoding: Encoding,
): CachedTable<S, Encoding> {
  const release = (): Promise<void> => cachedRelation.release();
  return Object.assign(createTable<S, Encoding>(cachedRelation.relation, runner, encoding), {
    release,
    [Symbol.asyncDispose]: release,
  });
}
