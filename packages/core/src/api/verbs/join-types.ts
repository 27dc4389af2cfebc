import type { Or, Schema, SetNull } from "../../dtype/dtype.js";
import type { Condition } from "../column/base.js";
import type { Columns } from "../column/column.js";
import type { TableLike } from "../table/base.js";
import type { DisjointMerge } from "../types.js";
import type { AllNullable } from "./grouping-sets.js";

/**
 * A join condition: shared names, pairs of names, a condition, or a callback from the columns of both sides to a
 * condition.
 */
export type JoinOn<L extends Schema, R extends Schema> =
  | JoinKeys<L, R>
  | Condition
  | ((left: Columns<L>, right: Columns<R>) => Condition | boolean | readonly Condition[]);
/** Join keys, the columns that must be equal: shared names, or `[left, right]` pairs of names. */
export type JoinKeys<L extends Schema, R extends Schema> =
  | (keyof L & keyof R & string)
  | readonly ((keyof L & keyof R & string) | readonly [keyof L & string, keyof R & string])[];
/** Options of joins for columns that both sides have. */
export interface JoinOptions<X extends string = string> {
  /** Added to the name of a right column if the left side has a column of that name; `_right` by default. */
  readonly suffix?: X;
}
/** The names in a join condition that both sides share; these columns appear once in the result. */
export type SharedKeys<O> = O extends string ? O : O extends readonly (infer E)[] ? Extract<E, string> : never;
/** The join types whose result has the columns of both sides. */
export type JoinType = "inner" | "left" | "right" | "outer";
/** The right columns without the shared keys `K`; columns with a name of the left side, in `N`, have the suffix `X`. */
export type SuffixedColumns<N, R extends Schema, K, X extends string> = {
  [P in keyof R as P extends K ? never : P extends N ? `${P & string}${X}` : P]: R[P];
};
type RightColumns<N, R extends Schema, K, X extends string> = [N & keyof R] extends [never]
  ? R
  : SuffixedColumns<N, R, K, X>;
/** The left columns of a right join: nullable, except for shared keys, which are the right side's, in `M`. */
export type LeftOfRightJoin<L extends Schema, M extends Schema> = {
  [P in keyof L]: P extends keyof M ? M[P] : SetNull<L[P], true>;
};
/**
 * The left columns of a full outer join: nullable, except for shared keys (`M`), which are nullable if either side's
 * are.
 */
export type LeftOfOuterJoin<L extends Schema, M extends Schema> = {
  [P in keyof L]: SetNull<L[P], P extends keyof M ? Or<L[P]["nullable"], M[P]["nullable"]> : true>;
};
interface JoinSchemas<L extends Schema, R extends Schema, K, X extends string> {
  inner: DisjointMerge<L, RightColumns<keyof L, R, K, X>>;
  left: DisjointMerge<L, AllNullable<RightColumns<keyof L, R, K, X>>>;
  right: DisjointMerge<LeftOfRightJoin<L, { [P in K & keyof R]: R[P] }>, RightColumns<keyof L, R, K, X>>;
  outer: DisjointMerge<LeftOfOuterJoin<L, { [P in K & keyof R]: R[P] }>, AllNullable<RightColumns<keyof L, R, K, X>>>;
}
/**
 * The schema of a join of type `H` of the schemas `L` and `R`: shared keys `K` once, right columns with a name of the
 * left with the suffix `X`, and the columns of sides that can lack a match nullable.
 */
export type Joined<L extends Schema, R extends Schema, K, H extends JoinType, X extends string> = JoinSchemas<
  L,
  R,
  K,
  X
>[H];
/** A table with its schema, whatever its value encoding. */
export interface TableWithSchema extends TableLike {
  readonly schema: Schema;
}
/** The schema of a cross join of `L` with the tables `R`, in turn; clashing names have the suffix `X`. */
export type CrossJoined<L extends Schema, R extends readonly TableWithSchema[], X extends string> = R extends readonly [
  infer H extends TableWithSchema,
  ...infer T extends readonly TableWithSchema[],
]
  ? CrossJoined<Joined<L, H["schema"], never, "inner", X>, T, X>
  : R extends readonly []
    ? L
    : Schema;
