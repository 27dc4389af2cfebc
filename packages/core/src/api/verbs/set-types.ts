import type { DType, Null, Schema, SetNull } from "../../dtype/dtype.js";
import type { Common, Peer } from "../operand/operand.js";
import type { TableLike } from "../table/base.js";

/** Whether equal rows count once. */
export interface SetOptions {
  /** Whether rows that are equal in every column appear once. */
  readonly distinct?: boolean;
}
/** A table of the same column names as `S`, with dtypes that go together with its own. */
interface Alike<S extends Schema> extends TableLike {
  readonly schema: { readonly [K in keyof S]: Peer<SetNull<S[K], boolean>> | Null };
  readonly columns: readonly (keyof S & string)[];
}
export type AlikeTables<S extends Schema> = Alike<S> | readonly Alike<S>[];
/** The schema of a set operation: for each column the dtype that holds those of all tables. */
export type Combined<S extends Schema, O> = O extends readonly [infer H, ...infer T]
  ? Combined<Both<S, H>, T>
  : O extends readonly []
    ? S
    : Both<S, O extends readonly (infer E)[] ? E : O>;
type Both<S extends Schema, T> = T extends { readonly schema: infer R }
  ? R extends S
    ? S
    : { [K in keyof S]: K extends keyof R ? Extract<Common<S[K], Extract<R[K], DType>>, DType> : S[K] }
  : S;
