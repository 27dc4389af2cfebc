import type { DType, Schema, SetNull } from "../../dtype/dtype.js";
import type { Common } from "../operand/operand.js";
import type { TableWithSchema } from "./join-types.js";

/** A table or a list of tables. */
export type TableOrTables = TableWithSchema | readonly TableWithSchema[];
/**
 * The schema of `unionByName` of `S` and the tables `O`: the columns of all tables, nullable unless every table has
 * them.
 */
export type UnionByName<S extends Schema, O> = O extends readonly [infer H, ...infer T]
  ? UnionByName<PairByName<S, H>, T>
  : O extends readonly []
    ? S
    : PairByName<S, O extends readonly (infer E)[] ? E : O>;
type PairByName<S extends Schema, T> = T extends { readonly schema: infer R }
  ? {
      [K in keyof S | keyof R]: K extends keyof S
        ? K extends keyof R
          ? Extract<Common<S[K], Extract<R[K], DType>>, DType>
          : SetNull<S[K], true>
        : K extends keyof R
          ? Extract<SetNull<Extract<R[K], DType>, true>, DType>
          : never;
    }
  : S;
