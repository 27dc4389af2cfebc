import type { DType, Null, Schema, SetNull } from "../../dtype/dtype.js";
import type { Common, ComparableDType } from "../operand/operand.js";
import type { TableLike } from "../table/base.js";

/** Options of set operations. */
export interface SetOptions {
  /** Whether duplicate rows are removed. False by default for unions, true for `intersect` and `difference`. */
  readonly distinct?: boolean;
}
/** A table with the column names of `S` and dtypes that have a common dtype with its columns. */
interface CompatibleTable<S extends Schema> extends TableLike {
  readonly schema: { readonly [K in keyof S]: ComparableDType<SetNull<S[K], boolean>> | Null };
  readonly columns: readonly (keyof S & string)[];
}
/** A table, or a list of tables, that can be combined with a table of schema `S` by a set operation. */
export type CompatibleTables<S extends Schema> = CompatibleTable<S> | readonly CompatibleTable<S>[];
/** The schema of a set operation of `S` and the tables `O`: for each column the common dtype of all tables. */
export type Combined<S extends Schema, O> = O extends readonly [infer H, ...infer T]
  ? Combined<CombinedPair<S, H>, T>
  : O extends readonly []
    ? S
    : CombinedPair<S, O extends readonly (infer E)[] ? E : O>;
type CombinedPair<S extends Schema, T> = T extends { readonly schema: infer R }
  ? R extends S
    ? S
    : { [K in keyof S]: K extends keyof R ? Extract<Common<S[K], Extract<R[K], DType>>, DType> : S[K] }
  : S;
