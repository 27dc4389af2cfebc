import type { DType, Or, Schema, SetNull } from "../dtype/dtype.js";
import type { Condition } from "./base.js";
import type { Columns } from "./column.js";
import type { TableLike } from "./table/base.js";

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
/** Which sides of a join may be missing. */
interface Missing {
  inner: { left: false; right: false };
  left: { left: false; right: true };
  right: { left: true; right: false };
  outer: { left: true; right: true };
}
export type OuterHow = keyof Missing;
type Side<D extends DType, M extends boolean> = M extends true ? SetNull<D, true> : D;
type Key<H extends OuterHow, L extends DType, R extends DType> = {
  inner: L;
  left: L;
  right: R;
  outer: SetNull<L, Or<L["nullable"], R["nullable"]>>;
}[H];
/** The names of the right side's columns after a join. */
type RightNames<L extends Schema, R extends Schema, K, X extends string> = {
  [P in keyof R & string]: P extends K ? never : P extends keyof L ? `${P}${X}` : P;
}[keyof R & string];
/** The schema of a join: shared keys once, clashes of the right side with a suffix, the sides that may be missing nullable. */
export type Joined<L extends Schema, R extends Schema, K, H extends OuterHow, X extends string> = {
  [P in keyof L | RightNames<L, R, K, X>]: P extends keyof L
    ? P extends K & keyof R
      ? Key<H, L[P], R[P]>
      : Side<L[P], Missing[H]["left"]>
    : P extends keyof R
      ? Side<R[P], Missing[H]["right"]>
      : P extends `${infer B}${X}`
        ? Side<R[B], Missing[H]["right"]>
        : never;
};
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
