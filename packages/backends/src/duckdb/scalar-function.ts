import type { DType, ScalarUdf, SetNull } from "@avocet/core";
import { nullable, udf } from "@avocet/core";
import type { Js, NullRule } from "@avocet/core/backend";
import { DEFAULT_ENCODING, literalValue, valuesOf, withNull } from "@avocet/core/backend";
import type { DuckDBDataChunk, DuckDBVector } from "@duckdb/node-api";
import { DuckDBScalarFunction } from "@duckdb/node-api";
import { typeOf } from "./types.js";
import { nativeValue } from "./values.js";
import { native as bindings } from "./vectors/bindings.js";
import { readerOf } from "./vectors/reader.js";

/** The signature of a scalar function that is written in JavaScript. */
export interface ScalarFunction<A extends readonly DType[], R extends DType, N extends NullRule> {
  readonly args: A;
  readonly returns: R;
  /**
   * With `strict` (default), the function is not called if an argument is NULL, and the result is NULL. Otherwise it is
   * called with null, and may (`always`) or must not (`never`) return null.
   */
  readonly nulls?: N;
  /** False if equal arguments may produce different results. */
  readonly deterministic?: boolean;
}
/** A JavaScript function on values in their default encoding. */
export type ScalarImplementation<A extends readonly DType[], R extends DType, N extends NullRule> = (
  ...args: { [K in keyof A]: Js<SetNull<A[K], N extends "strict" ? false : true>> }
) => Js<SetNull<R, N extends "always" ? true : false>>;

/** Creates DuckDB's form of a function, which is called for a chunk of rows, and its form as a function on columns. */
export function scalarFunction<A extends readonly DType[], R extends DType, N extends NullRule>(
  name: string,
  signature: ScalarFunction<A, R, N>,
  implementation: ScalarImplementation<A, R, N>,
): { readonly native: DuckDBScalarFunction; readonly bound: ScalarUdf<A, R, N> } {
  const { args, returns, deterministic = true } = signature;
  const nulls: NullRule = signature.nulls ?? "strict";
  // N is "strict" by default, like nulls.
  const bound = udf.scalar<A, R, N>(name, args, returns, { nulls: nulls as N, deterministic });
  const result = withNull<DType, boolean>(returns, nulls === "always");
  const invoke: (...row: unknown[]) => unknown = implementation as never; // the decoders return values of its dtypes
  const argumentLabel = (i: number): string => `${name}, argument ${i + 1}`;
  const readers = args.map((dtype, i) => readerOf(typeOf(dtype), nullable(dtype), argumentLabel(i)));
  const native = DuckDBScalarFunction.create({
    name,
    parameterTypes: args.map(typeOf),
    returnType: typeOf(returns),
    specialHandling: nulls !== "strict",
    volatile: !deterministic,
    mainFunction(_, chunk: DuckDBDataChunk, output: DuckDBVector) {
      const columns = args.map((dtype, i) => {
        const vector = readers[i]?.(bindings.data_chunk_get_vector(chunk.chunk, i), chunk.rowCount);
        return vector ? valuesOf(vector, nullable(dtype), DEFAULT_ENCODING, argumentLabel(i)) : [];
      });
      for (let row = 0; row < chunk.rowCount; row++) {
        const values = columns.map((column) => column[row]);
        const hasNullArgument = nulls === "strict" && values.includes(null);
        output.setItem(row, hasNullArgument ? null : nativeValue(literalValue(invoke(...values), result), result));
      }
      output.flush();
    },
  });
  return { native, bound };
}
