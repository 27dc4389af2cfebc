import type { CachedRelation, QueryEngine } from "../../backend/contract.js";
import type { DefaultEncoding, ValueEncoding } from "../../backend/value-encoding.js";
import type { Schema } from "../../dtype/dtype.js";
import { setCachedClass } from "../table/table-factory.js";
import { Table } from "../table.js";

/**
 * A table whose rows the engine has computed and stored. They are dropped by `release()` or at the end of an
 * `await using` block.
 */
export class CachedTable<S extends Schema = Schema, Encoding extends ValueEncoding = DefaultEncoding> extends Table<
  S,
  Encoding
> {
  private readonly cachedRelation: CachedRelation;

  constructor(cachedRelation: CachedRelation, runner: QueryEngine, encoding?: ValueEncoding) {
    super(cachedRelation.relation, runner, encoding);
    this.cachedRelation = cachedRelation;
  }

  /**
   * Drops the stored rows. Tables built on this one can no longer be run. Calling it again does nothing.
   * @example await (await orders.cache()).release()
   */
  release(): Promise<void> {
    return this.cachedRelation.release();
  }
  [Symbol.asyncDispose](): Promise<void> {
    return this.release();
  }
}

setCachedClass(CachedTable);
