import type { And, DType, NumericKind, Schema, SetNull } from "../../dtype/dtype.js";
import type { Common, Operand, OperandDType, OperandNull } from "../operand/operand.js";
import type { SortBy } from "../types.js";

/** Where columns go: before or after others. */
export type RelocatePosition<N> =
  | { readonly before: N; readonly after?: never }
  | { readonly after: N; readonly before?: never };

/** Dtypes for some of the columns of `S`. */
export type CastInput<S extends Schema, M> = { readonly [K in keyof M]: K extends keyof S ? DType : never };
/** `S` with some columns cast; with `N` true they may be NULL. */
export type CastTo<S extends Schema, M, N extends boolean> = {
  -readonly [K in keyof S]: K extends keyof M
    ? M[K] extends DType
      ? SetNull<M[K], N extends true ? true : S[K]["nullable"]>
      : never
    : S[K];
};

/** What may stand in for NULL in every column that it fits. */
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
/** `S` where the columns of the value's kind are not NULL any more. */
export type FilledAll<S extends Schema, V> = {
  -readonly [K in keyof S]: S[K]["kind"] extends FilledKinds<V> ? Filled<S[K], V> : S[K];
};
/** Replacements for some of the columns of `S`. */
export type FillInput<S extends Schema, M> = { readonly [K in keyof M]: K extends keyof S ? Operand<S[K]> : never };
/** `S` with the NULLs of some columns replaced. */
export type FilledEach<S extends Schema, M> = {
  -readonly [K in keyof S]: K extends keyof M ? Filled<S[K], M[K]> : S[K];
};

export interface DropNullOptions {
  /** Whether a row goes where any of the columns is NULL, or only where all are; any unless told. */
  readonly how?: "any" | "all";
}
export interface SampleOptions {
  /** Whether rows are drawn one by one, or in the blocks that the engine keeps them in, which is faster and less even; row unless told. */
  readonly method?: "row" | "block";
  /** The same number draws the same rows again, as long as the data and the engine stay the same. */
  readonly seed?: number;
}
export interface DistinctOptions<S extends Schema, N> {
  /** The columns whose values are compared. */
  readonly on: N | readonly N[];
  /** Which row of each value stays: the first or the last in the order, or none where there are several; the first unless told. */
  readonly keep?: "first" | "last" | false;
  /** What makes a row first; without it, it is any row. */
  readonly orderBy?: SortBy<S> | readonly SortBy<S>[];
}
