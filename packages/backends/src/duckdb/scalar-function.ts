import type { DType, Js, NullRule, ScalarUdf, SetNull } from "@avocet/core";
import { DEFAULT_MODES, literalValue, nullable, udf, valuesOf, withNull } from "@avocet/core";
import type { DuckDBDataChunk, DuckDBVector } from "@duckdb/node-api";
import { DuckDBScalarFunction } from "@duckdb/node-api";
import { typeOf } from "./types.js";
import { nativeValue } from "./values.js";
import { native as bindings } from "./vectors/bindings.js";
import { readerOf } from "./vectors/reader.js";

/** What a function written in JavaScript takes and gives. */
export interface ScalarFunction<A extends readonly DType[], R extends DType, N extends NullRule> {
  readonly args: A;
  readonly returns: R;
  /**
   * `strict`, unless told: where an argument is NULL so is the result, and the function is not called. Else it is called with null, and
   * may give null (`always`) or may not (`never`).
   */
  readonly nulls?: N;
  /** False for a function that gives another value each time. */
  readonly deterministic?: boolean;
}
/** The JavaScript function: it gets and gives values as results have them. */
export type ScalarImplementation<A extends readonly DType[], R extends DType, N extends NullRule> = (
  ...args: { [K in keyof A]: Js<SetNull<A[K], N extends "strict" ? false : true>> }
) => Js<SetNull<R, N extends "always" ? true : false>>;

/** The function as DuckDB calls it, for some thousand rows at a time, and as a function on columns. */
export function scalarFunction<A extends readonly DType[], R extends DType, N extends NullRule>(
  name: string,
  given: ScalarFunction<A, R, N>,
  implementation: ScalarImplementation<A, R, N>,
): { readonly native: DuckDBScalarFunction; readonly bound: ScalarUdf<A, R, N> } {
  const { args, returns, deterministic = true } = given;
  const nulls: NullRule = given.nulls ?? "strict";
  const bound = udf.scalar<A, R, N>(name, args, returns, { nulls: nulls as N, deterministic }); // without one, N is strict
  const result = withNull<DType, boolean>(returns, nulls === "always");
  const one: (...row: unknown[]) => unknown = implementation as never; // it is called with values that the decoders made of its dtypes
  const what = (i: number): string => `${name}, argument ${i + 1}`;
  const readers = args.map((dtype, i) => readerOf(typeOf(dtype), nullable(dtype), what(i)));
  const native = DuckDBScalarFunction.create({
    name,
    parameterTypes: args.map(typeOf),
    returnType: typeOf(returns),
    specialHandling: nulls !== "strict",
    volatile: !deterministic,
    mainFunction(_, chunk: DuckDBDataChunk, output: DuckDBVector) {
      const columns = args.map((dtype, i) => {
        const vector = readers[i]?.(bindings.data_chunk_get_vector(chunk.chunk, i), chunk.rowCount);
        return vector ? valuesOf(vector, nullable(dtype), DEFAULT_MODES, what(i)) : [];
      });
      for (let row = 0; row < chunk.rowCount; row++) {
        const values = columns.map((column) => column[row]);
        const skipped = nulls === "strict" && values.includes(null);
        output.setItem(row, skipped ? null : nativeValue(literalValue(one(...values), result), result));
      }
      output.flush();
    },
  });
  return { native, bound };
}
