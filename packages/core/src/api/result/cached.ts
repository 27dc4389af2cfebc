import type { CachedRelation, QueryEngine } from "../../backend/contract.js";
import type { DefaultModes, ValueModes } from "../../backend/values.js";
import type { Schema } from "../../dtype/dtype.js";
import { setCachedClass } from "../table/table-factory.js";
import { Table } from "../table.js";

/** A table whose rows the engine has worked out and keeps until it is released; `await using` releases it by itself. */
export class CachedTable<S extends Schema = Schema, Form extends ValueModes = DefaultModes> extends Table<S, Form> {
  private readonly kept: CachedRelation;

  constructor(kept: CachedRelation, runner: QueryEngine, modes?: ValueModes) {
    super(kept.relation, runner, modes);
    this.kept = kept;
  }

  /**
   * Lets go of the rows; what is built on this table cannot be run any more. A second time does nothing.
   * @example await (await orders.cache()).release()
   */
  release(): Promise<void> {
    return this.kept.release();
  }
  [Symbol.asyncDispose](): Promise<void> {
    return this.release();
  }
}

setCachedClass(CachedTable);
