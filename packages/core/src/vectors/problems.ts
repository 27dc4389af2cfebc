import { AvocetError } from "../errors.js";

/** A whole number that a JavaScript number would round. */
export const unsafeInteger = (value: bigint | string, column: string): AvocetError =>
  new AvocetError(
    "value-out-of-range",
    `${value} in the column \`${column}\` is beyond 2^53, where numbers are not exact`,
    {
      hint: `Ask for another form with { values: { int64: "bigint" } } or "string", or cast the column where it is selected: .cast(decimal(38, 0)).`,
    },
  );

/** A value for which the form that was asked for has no place. */
export const outOfRange = (what: string, column: string, hint: string): AvocetError =>
  new AvocetError("value-out-of-range", `${what} in the column \`${column}\` has no JavaScript value`, { hint });

export const AS_STRING = "Cast the column to string, or filter such values out.";
