import { difference, show } from "@avocet/conformance";
import type { QueryEngine } from "@avocet/core/backend";
import * as ir from "@avocet/core/ir";
import { AvocetError, Table } from "avocet";
import { keyOf } from "./expression-pool.js";

/** The result of an expression on one engine: a value for each row, a refusal, or an error. */
export type Answer =
  | { readonly kind: "values"; readonly values: readonly unknown[] }
  | { readonly kind: "refused" }
  | { readonly kind: "failed"; readonly error: AvocetError };

const TOLERANCE = 1e-9;
/** Encodings that keep all digits of integers and timestamps. */
const EXACT = { int64: "bigint", timestamp: "string" } as const;
/** Error codes and reasons that the data causes; any other error is a defect of the engine or of the compiler. */
const DATA_ERRORS: readonly (string | undefined)[] = ["data", "value-out-of-range"];

/** Evaluates a value over the rows of a table. */
export async function evaluateOn(engine: QueryEngine, table: ir.Relation, value: ir.Value): Promise<Answer> {
  const entries = new Map([
    ["row", ir.field(table, "row")],
    ["value", value],
  ]);
  try {
    const rows = await new Table(ir.selection(table, entries), engine).execute({ values: EXACT, timeoutMs: 20_000 });
    const values: unknown[] = [];
    for (const row of rows) values[Number(row.row)] = row.value;
    return { kind: "values", values };
  } catch (error) {
    if (!(error instanceof AvocetError)) throw error;
    return error.code === "unsupported-operation" ? { kind: "refused" } : { kind: "failed", error };
  }
}

/** Describes how two answers differ; null if they agree or if one of the engines refuses the expression. */
export function disagreement(left: Answer, right: Answer): string | null {
  if (left.kind === "refused" || right.kind === "refused") return null;
  if (left.kind === "values" && right.kind === "values")
    return difference(left.values, right.values, TOLERANCE, "rows");
  const failures = [left, right].flatMap((answer) => (answer.kind === "failed" ? [answer.error] : []));
  const engineFailure = failures.find((error) => !isDataError(error));
  if (engineFailure) return `internal error of an engine: ${engineFailure.message}`;
  if (failures.length === 2) return null;
  const succeeded = left.kind === "values" ? left : right;
  const message = failures[0]?.message.split("\n")[0];
  const values = succeeded.kind === "values" ? show(succeeded.values) : "";
  return `one engine fails with "${message}", the other returns ${values}`;
}

/**
 * Explains a difference that is allowed; null if it is a defect. Engines may skip subexpressions that they do not need,
 * so an operand that fails on both engines may fail the whole expression on only one. Floats that overflow are
 * infinite on some engines and an error on others.
 */
export async function explanation(
  value: ir.Value,
  [left, right]: readonly [Answer, Answer],
  evaluate: Evaluate,
): Promise<string | null> {
  if (value.type === "op" && /^(Try)?Cast$/.test(value.op) && value.dtype.kind === "string" && castsFloat(value))
    return "engines format floats with different digits";
  if (value.type === "op" && /^Map(Keys|Values)$/.test(value.op)) return "engines order the keys of maps differently";
  if (
    value.type === "op" &&
    LETTER_CASE_OPERATIONS.test(value.op) &&
    left.kind === "values" &&
    left.values.some(isBeyondAscii)
  )
    return "engines convert the case of non-ASCII letters differently";
  if (value.type === "op" && value.op === "Atan2" && differsBySignOfZero(left, right))
    return "engines keep the sign of zero differently";
  const failure = firstFailure([left, right]);
  if (failure && /invalid byte sequence for encoding "UTF8": 0x00/.test(failure.error.message))
    return "PostgreSQL does not support U+0000 in text";
  if (failure?.error.reason === "timeout") return "an engine exceeded the time limit";
  if (failure && !isDataError(failure.error)) return null;
  if (failure && value.type === "op" && value.op === "Modulus" && /out of range: overflow/.test(failure.error.message))
    return "a float overflows";
  if (
    (failure && DATE_OUT_OF_RANGE.test(failure.error.message)) ||
    (await involveOutOfRangeDates(value, [left, right], evaluate))
  )
    return "a date lies outside the years 1 to 9999";
  if (!failure || left.kind === right.kind) return null;
  if (
    /overflow|underflow|Floating point error|out of range: |destination type FLOAT|"(-?Infinity|inf)"/i.test(
      failure.error.message,
    ) &&
    hasInfinityOrZero([left, right])
  )
    return "a float overflows";
  if (value.type === "op" && DATETIME_CONSTRUCTORS.test(value.op) && INT32_OVERFLOW.test(failure.error.message))
    return "an engine limits the fields of dates and times to 32 bits";
  if (value.type === "op" && POSITION_OPERATIONS.test(value.op) && INT32_OVERFLOW.test(failure.error.message))
    return "an engine limits positions and counts to 32 bits";
  for (const operand of ir.postorder([value])) {
    if (operand === value || operand.type !== "op") continue;
    const [a, b] = await evaluate(operand);
    if (a.kind === "failed" && b.kind === "failed") return "an operand fails on both engines";
  }
  return null;
}

/** Whether angles differ only by π and -π, as Atan2 returns them for zeros of different signs. */
const differsBySignOfZero = (left: Answer, right: Answer): boolean =>
  left.kind === "values" &&
  right.kind === "values" &&
  left.values.every(
    (v, row) => v === right.values[row] || (v === -Number(right.values[row]) && Math.abs(Number(v)) === Math.PI),
  );
const firstFailure = (answers: readonly Answer[]): Extract<Answer, { kind: "failed" }> | null => {
  for (const answer of answers) if (answer.kind === "failed") return answer;
  return null;
};
const isDataError = (error: AvocetError): boolean =>
  DATA_ERRORS.includes(error.reason) || DATA_ERRORS.includes(error.code);
const castsFloat = (cast: ir.Op): boolean =>
  ir
    .childrenOf(cast)
    .some((child) => child.type !== "sortKey" && child.type !== "lambda" && /float/.test(keyOf(child.dtype)));
const INT32_OVERFLOW =
  /^integer out of range|^int64 out of range|Overflow in subtraction of INT64|Substring (length|offset) outside of supported range|out of range for the destination type INT(32|64)/;
const DATE_OUT_OF_RANGE = /^date field value out of range: (0|-\d+|\d{5,})-/;
const LETTER_CASE_OPERATIONS = /^(Uppercase|Lowercase|Capitalize)$/;
const isBeyondAscii = (value: unknown): boolean => typeof value === "string" && /[\u0080-\uffff]/.test(value);
const DATETIME_CONSTRUCTORS = /^(DateFromYMD|TimestampFromYMDHMS|TimeFromHMS)$/;
const POSITION_OPERATIONS =
  /^(Array(Index|Slice)|JSONGetItem|String(Slice|Find)|Substring|StrRight|Shift(Left|Right)|SplitPart|IntervalMultiply)$/;
type Evaluate = (value: ir.Value) => Promise<readonly [Answer, Answer]>;
/**
 * Whether every row that differs has an out-of-range date in its results or inputs. If one answer fails, whether any
 * row has one.
 */
async function involveOutOfRangeDates(
  value: ir.Value,
  answers: readonly [Answer, Answer],
  evaluate: Evaluate,
): Promise<boolean> {
  const [left, right] = answers;
  const hasOutOfRangeDate = (candidates: readonly Answer[], row: number): boolean =>
    candidates.some((a) => a.kind === "values" && isOutOfRangeDate(a.values[row]));
  const resultsAndInputs: Answer[] = [...answers];
  for (const child of ir.childrenOf(value))
    if (child.type !== "sortKey" && child.type !== "lambda" && /date|timestamp/.test(keyOf(child.dtype)))
      resultsAndInputs.push(...(await evaluate(child)));
  const rows = Math.max(...resultsAndInputs.map((a) => (a.kind === "values" ? a.values.length : 0)));
  const rowNumbers = Array.from({ length: rows }, (_, row) => row);
  if (left.kind !== "values" || right.kind !== "values")
    return rowNumbers.some((row) => hasOutOfRangeDate(resultsAndInputs, row));
  return rowNumbers
    .filter((row) => difference(left.values[row], right.values[row], TOLERANCE, "row") !== null)
    .every((row) => hasOutOfRangeDate(resultsAndInputs, row));
}
/** Dates and timestamps are supported from year 1 to 9999; beyond that, engines differ. */
const isOutOfRangeDate = (value: unknown): boolean => {
  if (Array.isArray(value)) return value.some(isOutOfRangeDate);
  if (value instanceof Date) return !(value.getTime() >= MIN_MILLIS && value.getTime() <= MAX_MILLIS);
  return typeof value === "string" && /^[-+]?\d{5,}-\d\d-\d\d|^(-\d{4}|0000)-\d\d-\d\d| BC\b/.test(value);
};
const [MIN_MILLIS, MAX_MILLIS] = [Date.parse("0001-01-01T00:00:00Z"), Date.parse("9999-12-31T23:59:59.999Z")];
const hasInfinityOrZero = (answers: readonly Answer[]): boolean =>
  answers.some(
    (a) => a.kind === "values" && a.values.some((v) => typeof v === "number" && (!Number.isFinite(v) || v === 0)),
  );

/** Returns the smallest subexpression on which the engines still disagree. */
export async function shrink(
  value: ir.Value,
  disagree: (value: ir.Value) => Promise<string | null>,
): Promise<ir.Value> {
  let failing = value;
  for (;;) {
    // Only operations remain, hence the assertions below.
    const operands = ir.childrenOf(failing).filter((child) => child.type === "op" && child.dtype.kind !== "null");
    let next: ir.Value | undefined;
    for (const operand of operands) if (!next && (await disagree(operand as ir.Op))) next = operand as ir.Op;
    if (!next) return failing;
    failing = next;
  }
}
