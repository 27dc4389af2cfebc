import type { Integer, Interval } from "../../dtype/dtype.js";
import { interval, notNull } from "../../dtype/dtype.js";
import type { IntervalValue } from "../../dtype/js.js";
import { printDType } from "../../dtype/print.js";
import { AvocetError } from "../../errors.js";
import { op } from "../../ir/op.js";
import type { DATE_UNITS, TIME_UNITS, TimestampUnit } from "../../ir/units.js";
import { TIMESTAMP_UNITS, UNIT_PARTS } from "../../ir/units.js";
import type { Value } from "../../ir/value.js";
import { literal } from "../../ir/value.js";
import { suggestion } from "../../suggest.js";
import type { AnyColumn } from "./operand.js";
import { isColumn } from "./operand.js";

/** A whole number, or a column of integers. */
export type IntervalAmount = number | (AnyColumn & { readonly dtype: Integer });
type Amounts<U extends TimestampUnit> = { readonly [K in U as `${K}s`]?: IntervalAmount };
type Without<U extends TimestampUnit> = { readonly [K in U as `${K}s`]?: never };
type OfDate = (typeof DATE_UNITS)[number];
type OfTime = (typeof TIME_UNITS)[number];

/** The parts of an interval: how many of each unit. */
export interface IntervalParts extends Amounts<TimestampUnit> {}
/** The parts of an interval that is known when the expression is built. */
export type FixedParts = { readonly [K in TimestampUnit as `${K}s`]?: number };
/** The parts of an interval that moves dates. */
export interface DateParts extends Amounts<OfDate>, Without<OfTime> {}
/** The parts of an interval that moves times of day. */
export interface TimeParts extends Amounts<OfTime>, Without<OfDate> {}

/** Any column of intervals. */
export interface IntervalColumnLike extends AnyColumn {
  readonly dtype: Interval<boolean>;
}
/** A column of intervals, or the parts of one. */
export type IntervalOperand = IntervalColumnLike | IntervalParts;

type AmountNull<A> = A extends { readonly dtype: { readonly nullable: infer N } } ? N : false;
type PartsNull<P> = true extends { [K in keyof P]-?: AmountNull<P[K]> }[keyof P] ? true : false;
/** Whether an interval may be NULL: as its column, or as the columns among its parts. */
export type IntervalNull<V> = V extends { readonly dtype: { readonly nullable: infer N extends boolean } }
  ? N
  : PartsNull<V>;

const UNIT_OF_NAME: ReadonlyMap<string, TimestampUnit> = new Map(TIMESTAMP_UNITS.map((unit) => [`${unit}s`, unit]));

/** The units of the parts that are given, with how many of each. */
function amounts(parts: object): readonly (readonly [TimestampUnit, unknown])[] {
  const given: [TimestampUnit, unknown][] = [];
  for (const [name, amount] of Object.entries(parts)) {
    if (amount === undefined) continue;
    const unit = UNIT_OF_NAME.get(name);
    if (unit === undefined)
      throw new AvocetError("invalid-argument", `an interval has no part ${name}`, {
        hint: suggestion(name, [...UNIT_OF_NAME.keys()], "parts"),
      });
    given.push([unit, amount]);
  }
  if (given.length === 0)
    throw new AvocetError("invalid-argument", "an interval needs at least one part", {
      hint: "Write it as { days: 7 }.",
    });
  return given;
}

/** Parts that are all numbers, as months, days and microseconds. */
export function intervalValue(parts: object): IntervalValue {
  const total = { months: 0, days: 0, micros: 0 };
  for (const [unit, amount] of amounts(parts)) {
    if (typeof amount !== "number" || !Number.isSafeInteger(amount))
      throw new AvocetError("invalid-argument", `the ${unit}s of an interval are a whole number, got ${show(amount)}`);
    const [part, times] = UNIT_PARTS[unit];
    total[part] += amount * times;
  }
  return total;
}
const show = (amount: unknown): string =>
  isColumn(amount) ? `a column of ${printDType(amount.dtype)}` : String(amount);

/** The node of an interval from its parts: numbers make one literal, to which the columns are added. */
export function partsNode(parts: object): Value {
  const fixed: Record<string, unknown> = {};
  const moving: Value[] = [];
  for (const [unit, amount] of amounts(parts))
    if (isColumn(amount)) moving.push(op("IntervalFromInteger", { arg: amount.node, unit }));
    else fixed[`${unit}s`] = amount;
  if (Object.keys(fixed).length > 0) moving.push(literal(intervalValue(fixed), notNull(interval)));
  return moving.reduce((left, right) => op("IntervalAdd", { left, right }));
}

/** The node of a column of intervals, or of the parts of one. */
export function intervalNode(operand: unknown): Value {
  if (isColumn(operand)) {
    if (operand.dtype.kind === "interval" || operand.dtype.kind === "null") return operand.node;
    throw new AvocetError("invalid-argument", `wanted an interval, got ${printDType(operand.dtype)}`, {
      hint: ["date", "time", "timestamp"].includes(operand.dtype.kind)
        ? 'The distance between two is a number: a.delta(b, "day") counts midnights, a.delta(b, "microsecond") is exact.'
        : "Make one of a column of integers: intervalFrom({ days: column }).",
    });
  }
  if (typeof operand === "object" && operand !== null && !(operand instanceof Date)) return partsNode(operand);
  throw new AvocetError("invalid-argument", `wanted an interval, got ${JSON.stringify(operand)}`, {
    hint: "Write it as { days: 7 }, or use intervalFrom({ days: column }).",
  });
}
