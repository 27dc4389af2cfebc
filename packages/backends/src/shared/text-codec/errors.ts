import type { DType } from "@avocet/core";
import { AvocetError, printDType } from "@avocet/core";

/** The engine sent a value that does not fit the dtype: the table has changed, or the dialect has a bug. */
export const mismatch = (value: unknown, dtype: DType, column: string): AvocetError =>
  new AvocetError(
    "schema-mismatch",
    `Expected ${printDType(dtype)} in the column \`${column}\`, got ${excerpt(value)}`,
    { hint: "If the table has changed, get it from the connection again with connection.table()." },
  );

/** An integer that a JavaScript number would round. */
export const unsafeInteger = (digits: string, column: string): AvocetError =>
  new AvocetError(
    "value-out-of-range",
    `${digits} in the column \`${column}\` exceeds 2^53 and is not exact as a JavaScript number`,
    { hint: 'Pass the option values: { int64: "bigint" } or { int64: "string" }.' },
  );

/** A value that cannot be represented in JavaScript. */
export const outOfRange = (value: string, column: string, hint: string): AvocetError =>
  new AvocetError(
    "value-out-of-range",
    `${excerpt(value)} in the column \`${column}\` cannot be represented in JavaScript`,
    {
      hint,
    },
  );

/** The beginning of a value, for an error message. */
function excerpt(value: unknown): string {
  const text = typeof value === "string" ? `'${value}'` : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
