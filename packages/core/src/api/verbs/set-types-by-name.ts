import type { DType, Schema, SetNull } from "../../dtype/dtype.js";
import type { Common } from "../operand/operand.js";
import type { WithSchema } from "./join-types.js";

/** One table or several. */
export type NamedTables = WithSchema | readonly WithSchema[];
/** The schema of the union of tables by name: every column that one of them has, nullable unless all have it. */
export type ByName<S extends Schema, O> = O extends readonly [infer H, ...infer T]
  ? ByName<Both<S, H>, T>
  : O extends readonly []
    ? S
    : Both<S, O extends readonly (infer E)[] ? E : O>;
type Both<S extends Schema, T> = T extends { readonly schema: infer R }
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
