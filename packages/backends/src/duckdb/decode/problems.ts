import type { DType } from "@avocet/core";
import { AvocetError, printDType } from "@avocet/core";
import type { DuckDBVector } from "@duckdb/node-api";

/** The engine sent another type than the expression's dtype: the table has changed since, or the dialect is wrong. */
export const mismatch = (vector: DuckDBVector, dtype: DType, column: string): AvocetError =>
  new AvocetError(
    "schema-mismatch",
    `the column \`${column}\` came as ${vector.type} where ${printDType(dtype)} was expected`,
    { hint: "If the table has changed since its schema was read, take it from the connection again." },
  );

/** A whole number that a JavaScript number would round. */
export const unsafeInteger = (value: bigint | string, column: string): AvocetError =>
  new AvocetError(
    "value-out-of-range",
    `${value} in the column \`${column}\` is beyond 2^53, where numbers are not exact`,
    {
      hint: `Cast the column where it is selected: .cast(decimal(38, 0)) and .cast(string) both give the digits as a string.`,
    },
  );

export const outOfRange = (what: string, column: string, hint: string): AvocetError =>
  new AvocetError("value-out-of-range", `${what} in the column \`${column}\` has no JavaScript value`, { hint });
