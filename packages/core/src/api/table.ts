import type { Schema } from "../dtype/dtype.js";
import { setTableClass } from "./table/make.js";
import { RunningTable } from "./table/running.js";

export type { TableLike } from "./table/base.js";

/**
 * A lazy table: an expression that says how its rows come to be. Every verb gives a new table; nothing runs until it is asked to, by
 * `execute` and the like.
 */
export class Table<S extends Schema = Schema> extends RunningTable<S> {}

setTableClass(Table);
