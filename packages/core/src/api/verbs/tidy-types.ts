import type { And, DType, NumericKind, Schema, SetNull } from "../../dtype/dtype.js";
import type { Common, Operand, OperandDType, OperandNull } from "../operand/operand.js";
import type { SortBy } from "../types.js";

/** The target position of `relocate`: before or after other columns. */
export type RelocatePosition<N> =
  | { readonly before: N; readonly after?: never }
  | { readonly after: N; readonly before?: never };

/** The argument of `cast`: dtypes by names of columns of `S`. */
export type CastInput<S extends Schema, M> = { readonly [K in keyof M]: K extends keyof S ? DType : never };
/** The schema `S` after casting the columns of `M`; with `N` true (`tryCast`), these are nullable. */
export type CastTo<S extends Schema, M, N extends boolean> = {
  -readonly [K in keyof S]: K extends keyof M
    ? M[K] extends DType
      ? SetNull<M[K], N extends true ? true : S[K]["nullable"]>
      : never
    : S[K];
};

/** A single value that `fillNull` uses in every column of its kind. */
export type FillValue = number | bigint | string | boolean | Date | Uint8Array;
type FilledKinds<V> = V extends number | bigint
  ? NumericKind
  : V extends string
    ? "string"
    : V extends boolean
      ? "bool"
      : V extends Date
        ? "timestamp"
        : "binary";
type Filled<D extends DType, V> = SetNull<Common<D, OperandDType<D, V>>, And<D["nullable"], OperandNull<V>>>;
/** The schema `S` after `fillNull` with one value of type `V`: columns of the value's kind are not nullable. */
export type FilledAll<S extends Schema, V> = {
  -readonly [K in keyof S]: S[K]["kind"] extends FilledKinds<V> ? Filled<S[K], V> : S[K];
};
/** The argument of `fillNull` by column: replacement values by names of columns of `S`. */
export type FillInput<S extends Schema, M> = { readonly [K in keyof M]: K extends keyof S ? Operand<S[K]> : never };
/** The schema `S` after `fillNull` with replacement values `M` by column. */
export type FilledEach<S extends Schema, M> = {
  -readonly [K in keyof S]: K extends keyof M ? Filled<S[K], M[K]> : S[K];
};

/** Options of `dropNull`. */
export interface DropNullOptions {
  /** Drop a row if `any` (the default) or `all` of the columns are NULL. */
  readonly how?: "any" | "all";
}
/** Options of `sample`. */
export interface SampleOptions {
  /**
   * Sample single rows (`row`, the default) or whole storage blocks of the engine (`block`), which is faster and less
   * uniform.
   */
  readonly method?: "row" | "block";
  /** An integer that makes the sample repeatable, as long as data and engine stay the same. */
  readonly seed?: number;
}
/** Options of `distinct` for keeping one row for each combination of some columns' values. */
export interface DistinctOptions<S extends Schema, N> {
  /** The columns whose values are compared. */
  readonly on: N | readonly N[];
  /** Keep the `first` (default) or `last` row by `orderBy`; `false` drops all rows that have duplicates. */
  readonly keep?: "first" | "last" | false;
  /** Ordering that decides which row is first; arbitrary if omitted. */
  readonly orderBy?: SortBy<S> | readonly SortBy<S>[];
}
