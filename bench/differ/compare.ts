import { difference, show } from "@avocet/conformance";
import type { QueryEngine } from "@avocet/core/backend";
import * as ir from "@avocet/core/ir";
import { AvocetError, Table } from "avocet";
import { key } from "./material.js";

/** What an engine gives for an expression in each row; or that it refuses it, or that it fails. */
export type Answer =
  | { readonly is: "values"; readonly values: readonly unknown[] }
  | { readonly is: "refused" }
  | { readonly is: "failed"; readonly error: AvocetError };

const TOLERANCE = 1e-9;
/** Whole numbers and times with all their digits. */
const EXACT = { int64: "bigint", timestamp: "string" } as const;
/** What one more wrong statement could be: these the user is told of, and no engine must answer. */
const OF_DATA: readonly (string | undefined)[] = ["data", "value-out-of-range"];

export async function answerOf(engine: QueryEngine, table: ir.Relation, value: ir.Value): Promise<Answer> {
  const entries = new Map([
    ["row", ir.field(table, "row")],
    ["value", value],
  ]);
  try {
    const rows = await new Table(ir.selection(table, entries), engine).execute({ values: EXACT, timeoutMs: 20_000 });
    const values: unknown[] = [];
    for (const row of rows) values[Number(row.row)] = row.value;
    return { is: "values", values };
  } catch (error) {
    if (!(error instanceof AvocetError)) throw error;
    return error.code === "unsupported-operation" ? { is: "refused" } : { is: "failed", error };
  }
}

/** How two answers differ; null where they agree, or where one of the engines refuses. */
export function disagreement(one: Answer, other: Answer): string | null {
  if (one.is === "refused" || other.is === "refused") return null;
  if (one.is === "values" && other.is === "values") return difference(one.values, other.values, TOLERANCE, "rows");
  const failures = [one, other].flatMap((answer) => (answer.is === "failed" ? [answer.error] : []));
  const wrong = failures.find((error) => !isOfData(error));
  if (wrong) return `an engine fails in itself: ${wrong.message}`;
  if (failures.length === 2) return null;
  const given = one.is === "values" ? one : other;
  return `one fails with "${failures[0]?.message.split("\n")[0]}", the other gives ${given.is === "values" ? show(given.values) : ""}`;
}

/**
 * Why two answers may differ all the same, where one engine fails and the other does not: an engine need not work out what it does not need,
 * so a part that fails on both may fail the whole on one alone; and floats that are too large are infinite on some engines, an error on others.
 */
export async function explanation(
  value: ir.Value,
  [one, other]: readonly [Answer, Answer],
  ask: Ask,
): Promise<string | null> {
  if (value.type === "op" && /^(Try)?Cast$/.test(value.op) && value.dtype.kind === "string" && ofFloat(value))
    return "engines give floats other digits";
  if (value.type === "op" && /^Map(Keys|Values)$/.test(value.op))
    return "an engine keeps the keys of maps in an order of its own";
  if (value.type === "op" && LETTERS.test(value.op) && one.is === "values" && one.values.some(isBeyondAscii))
    return "engines know other letters beyond ASCII";
  if (value.type === "op" && value.op === "Atan2" && isOppositeOfZero(one, other))
    return "the sign of zero is an engine's own";
  const failed = failedOf([one, other]);
  if (failed && /invalid byte sequence for encoding "UTF8": 0x00/.test(failed.error.message))
    return "PostgreSQL has no U+0000";
  if (failed?.error.reason === "timeout") return "an engine is slow";
  if (failed && !isOfData(failed.error)) return null;
  if (failed && value.type === "op" && value.op === "Modulus" && /out of range: overflow/.test(failed.error.message))
    return "a float is too large";
  if ((failed && FAR.test(failed.error.message)) || (await areFar(value, [one, other], ask)))
    return "a time lies outside of the years 1 to 9999";
  if (!failed || one.is === other.is) return null;
  if (
    /overflow|underflow|Floating point error|out of range: |destination type FLOAT|"(-?Infinity|inf)"/i.test(
      failed.error.message,
    ) &&
    isInfinite([one, other])
  )
    return "a float is too large";
  if (value.type === "op" && PARTS.test(value.op) && TOO_LARGE.test(failed.error.message))
    return "an engine takes parts of dates and times of 32 bits";
  if (value.type === "op" && PLACES.test(value.op) && TOO_LARGE.test(failed.error.message))
    return "an engine takes places and counts of 32 bits";
  for (const part of ir.postorder([value])) {
    if (part === value || part.type !== "op") continue;
    const [a, b] = await ask(part);
    if (a.is === "failed" && b.is === "failed") return "a part fails on both";
  }
  return null;
}
/** Whether answers differ by their signs only, half a turn each. */
const isOppositeOfZero = (one: Answer, other: Answer): boolean =>
  one.is === "values" &&
  other.is === "values" &&
  one.values.every(
    (v, row) => v === other.values[row] || (v === -Number(other.values[row]) && Math.abs(Number(v)) === Math.PI),
  );
const failedOf = (answers: readonly Answer[]): Extract<Answer, { is: "failed" }> | null => {
  for (const answer of answers) if (answer.is === "failed") return answer;
  return null;
};
const isOfData = (error: AvocetError): boolean => OF_DATA.includes(error.reason) || OF_DATA.includes(error.code);
const ofFloat = (cast: ir.Op): boolean =>
  ir
    .childrenOf(cast)
    .some((child) => child.type !== "sortKey" && child.type !== "lambda" && /float/.test(key(child.dtype)));
const TOO_LARGE =
  /^integer out of range|^int64 out of range|Overflow in subtraction of INT64|Substring (length|offset) outside of supported range|out of range for the destination type INT(32|64)/;
const FAR = /^date field value out of range: (0|-\d+|\d{5,})-/;
const LETTERS = /^(Uppercase|Lowercase|Capitalize)$/;
const isBeyondAscii = (value: unknown): boolean => typeof value === "string" && /[\u0080-\uffff]/.test(value);
const PARTS = /^(DateFromYMD|TimestampFromYMDHMS|TimeFromHMS)$/;
const PLACES =
  /^(Array(Index|Slice)|JSONGetItem|String(Slice|Find)|Substring|StrRight|Shift(Left|Right)|SplitPart|IntervalMultiply)$/;
type Ask = (part: ir.Value) => Promise<readonly [Answer, Answer]>;
/** Whether each row that differs has a far time in the results or in what the operation takes; any row where one answer fails. */
async function areFar(value: ir.Value, answers: readonly [Answer, Answer], ask: Ask): Promise<boolean> {
  const [one, other] = answers;
  const far = (all: readonly Answer[], row: number): boolean =>
    all.some((a) => a.is === "values" && isFar(a.values[row]));
  const taken: Answer[] = [...answers];
  for (const child of ir.childrenOf(value))
    if (child.type !== "sortKey" && child.type !== "lambda" && /date|timestamp/.test(key(child.dtype)))
      taken.push(...(await ask(child)));
  const rows = Math.max(...taken.map((a) => (a.is === "values" ? a.values.length : 0)));
  const places = Array.from({ length: rows }, (_, row) => row);
  if (one.is !== "values" || other.is !== "values") return places.some((row) => far(taken, row));
  return places
    .filter((row) => difference(one.values[row], other.values[row], TOLERANCE, "row") !== null)
    .every((row) => far(taken, row));
}
/** Dates and timestamps are promised from year 1 to 9999; how far an engine goes beyond is its own. */
const isFar = (value: unknown): boolean => {
  if (Array.isArray(value)) return value.some(isFar);
  if (value instanceof Date) return !(value.getTime() >= FIRST && value.getTime() <= LAST);
  return typeof value === "string" && /^[-+]?\d{5,}-\d\d-\d\d|^(-\d{4}|0000)-\d\d-\d\d| BC\b/.test(value);
};
const [FIRST, LAST] = [Date.parse("0001-01-01T00:00:00Z"), Date.parse("9999-12-31T23:59:59.999Z")];
const isInfinite = (answers: readonly Answer[]): boolean =>
  answers.some(
    (a) => a.is === "values" && a.values.some((v) => typeof v === "number" && (!Number.isFinite(v) || v === 0)),
  );

/** The smallest part of an expression on which the engines still disagree. */
export async function smallest(
  value: ir.Value,
  disagree: (part: ir.Value) => Promise<string | null>,
): Promise<ir.Value> {
  let found = value;
  for (;;) {
    const parts = ir.childrenOf(found).filter((child) => child.type === "op" && child.dtype.kind !== "null");
    let next: ir.Value | undefined;
    for (const part of parts) if (!next && (await disagree(part as ir.Op))) next = part as ir.Op; // filtered above
    if (!next) return found;
    found = next;
  }
}
