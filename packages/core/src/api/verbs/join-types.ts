import type { Or, Schema, SetNull } from "../../dtype/dtype.js";
import type { Condition } from "../column/base.js";
import type { Columns } from "../column/column.js";
import type { TableLike } from "../table/base.js";
import type { DisjointMerge } from "../types.js";
import type { Nulled } from "./grouping-sets.js";

/** How two tables are matched: shared names, pairs of names, a condition, or a callback over the columns of both. */
export type JoinOn<L extends Schema, R extends Schema> =
  | JoinKeys<L, R>
  | Condition
  | ((left: Columns<L>, right: Columns<R>) => Condition | boolean | readonly Condition[]);
/** Columns of two tables that are equal: names that both have, or pairs of names. */
export type JoinKeys<L extends Schema, R extends Schema> =
  | (keyof L & keyof R & string)
  | readonly ((keyof L & keyof R & string) | readonly [keyof L & string, keyof R & string])[];
/** What to do with names that both sides have. */
export interface JoinOptions<X extends string = string> {
  /** What is put after the name of a column of the right side that the left has too; `_right` unless told. */
  readonly suffix?: X;
}
/** The keys that both sides share by name; they appear once. */
export type SharedKeys<O> = O extends string ? O : O extends readonly (infer E)[] ? Extract<E, string> : never;
/** How an outer or an inner join goes. */
export type OuterHow = "inner" | "left" | "right" | "outer";
/** The right side's columns apart from shared keys `K`, those with names of `N`, the left's, with a suffix. */
export type Suffixed<N, R extends Schema, K, X extends string> = {
  [P in keyof R as P extends K ? never : P extends N ? `${P & string}${X}` : P]: R[P];
};
type Rest<N, R extends Schema, K, X extends string> = [N & keyof R] extends [never] ? R : Suffixed<N, R, K, X>;
/** The left side where it may be missing: shared keys `M` are the right's. */
export type RightFirst<L extends Schema, M extends Schema> = {
  [P in keyof L]: P extends keyof M ? M[P] : SetNull<L[P], true>;
};
/** The left side where either may be missing: shared keys `M` are of the side that is there. */
export type BothFirst<L extends Schema, M extends Schema> = {
  [P in keyof L]: SetNull<L[P], P extends keyof M ? Or<L[P]["nullable"], M[P]["nullable"]> : true>;
};
interface Sides<L extends Schema, R extends Schema, K, X extends string> {
  inner: DisjointMerge<L, Rest<keyof L, R, K, X>>;
  left: DisjointMerge<L, Nulled<Rest<keyof L, R, K, X>>>;
  right: DisjointMerge<RightFirst<L, { [P in K & keyof R]: R[P] }>, Rest<keyof L, R, K, X>>;
  outer: DisjointMerge<BothFirst<L, { [P in K & keyof R]: R[P] }>, Nulled<Rest<keyof L, R, K, X>>>;
}
/** The schema of a join: shared keys once, clashes of the right side with a suffix, the sides that may be missing nullable. */
export type Joined<L extends Schema, R extends Schema, K, H extends OuterHow, X extends string> = Sides<L, R, K, X>[H];
/** A table, with its schema. */
export interface WithSchema extends TableLike {
  readonly schema: Schema;
}
/** The schema of a table beside each of several, one after the other. */
export type CrossJoined<L extends Schema, R extends readonly WithSchema[], X extends string> = R extends readonly [
  infer H extends WithSchema,
  ...infer T extends readonly WithSchema[],
]
  ? CrossJoined<Joined<L, H["schema"], never, "inner", X>, T, X>
  : R extends readonly []
    ? L
    : Schema;
