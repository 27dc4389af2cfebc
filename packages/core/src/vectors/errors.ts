import { AvocetError } from "../errors.js";

/** The error for an integer that a JavaScript number cannot represent exactly. */
export const unsafeIntegerError = (value: bigint | string, column: string): AvocetError =>
  new AvocetError(
    "value-out-of-range",
    `${value} in the column \`${column}\` exceeds 2^53 and is not exact as a JavaScript number`,
    {
      hint: `Choose another encoding with { values: { int64: "bigint" } } or "string", or cast the column: .cast(decimal(38, 0)).`,
    },
  );

/** The error for a value that the value encoding cannot represent. */
export const outOfRangeError = (description: string, column: string, hint: string): AvocetError =>
  new AvocetError(
    "value-out-of-range",
    `${description} in the column \`${column}\` cannot be represented in JavaScript`,
    { hint },
  );

export const CAST_HINT = "Cast the column to string, or filter out such values.";
