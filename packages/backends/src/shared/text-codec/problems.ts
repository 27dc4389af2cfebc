import type { DType } from "@avocet/core";
import { AvocetError, printDType } from "@avocet/core";

/** The engine sent what is no value of the expression's dtype: the table has changed since, or the dialect is wrong. */
export const mismatch = (wire: unknown, dtype: DType, column: string): AvocetError =>
  new AvocetError(
    "schema-mismatch",
    `the column \`${column}\` holds ${show(wire)} where ${printDType(dtype)} was expected`,
    { hint: "If the table has changed since its schema was read, take it from the connection again." },
  );

/** A whole number that a JavaScript number would round. */
export const unsafeInteger = (digits: string, column: string): AvocetError =>
  new AvocetError(
    "value-out-of-range",
    `${digits} in the column \`${column}\` is beyond 2^53, where numbers are not exact`,
    { hint: 'Ask for all digits with the option values: { int64: "bigint" } or { int64: "string" }.' },
  );

/** A value that its JavaScript form cannot hold. */
export const outOfRange = (wire: string, column: string, hint: string): AvocetError =>
  new AvocetError("value-out-of-range", `${show(wire)} in the column \`${column}\` has no JavaScript value`, { hint });

/** The beginning of a value, as much as fits into a message. */
function show(wire: unknown): string {
  const text = typeof wire === "string" ? `'${wire}'` : (JSON.stringify(wire) ?? String(wire));
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
