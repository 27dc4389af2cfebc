import type { Integer, Interval } from "../../dtype/dtype.js";
import { interval, notNull } from "../../dtype/dtype.js";
import type { IntervalValue } from "../../dtype/js.js";
import { printDType } from "../../dtype/print.js";
import { AvocetError } from "../../errors.js";
import { op } from "../../ir/op.js";
import type { DATE_UNITS, TIME_UNITS, TimestampUnit } from "../../ir/units.js";
import { TIMESTAMP_UNITS, UNIT_SIZES } from "../../ir/units.js";
import type { Value } from "../../ir/value.js";
import { literal } from "../../ir/value.js";
import { suggestion } from "../../suggest.js";
import type { AnyColumn } from "./operand.js";
import { isColumn } from "./operand.js";

/** An integer, or a column of integers. */
export type IntervalAmount = number | (AnyColumn & { readonly dtype: Integer });
type Amounts<U extends TimestampUnit> = { readonly [K in U as `${K}s`]?: IntervalAmount };
type Excluded<U extends TimestampUnit> = { readonly [K in U as `${K}s`]?: never };
type DateUnitName = (typeof DATE_UNITS)[number];
type TimeUnitName = (typeof TIME_UNITS)[number];

/** The parts of an interval: an amount for each unit. */
export interface IntervalParts extends Amounts<TimestampUnit> {}
/** The parts of an interval that is known when the expression is built. */
export type ConstantIntervalParts = { readonly [K in TimestampUnit as `${K}s`]?: number };
/** The parts of an interval that can be added to a date. */
export interface DateParts extends Amounts<DateUnitName>, Excluded<TimeUnitName> {}
/** The parts of an interval that can be added to a time of day. */
export interface TimeParts extends Amounts<TimeUnitName>, Excluded<DateUnitName> {}

/** Any column of intervals. */
export interface IntervalColumnLike extends AnyColumn {
  readonly dtype: Interval<boolean>;
}
/** A column of intervals, or the parts of an interval. */
export type IntervalOperand = IntervalColumnLike | IntervalParts;

type AmountNull<A> = A extends { readonly dtype: { readonly nullable: infer N } } ? N : false;
type PartsNull<P> = true extends { [K in keyof P]-?: AmountNull<P[K]> }[keyof P] ? true : false;
/** Whether an interval may be NULL: if its column may be, or any column among its parts. */
export type IntervalNull<V> = V extends { readonly dtype: { readonly nullable: infer N extends boolean } }
  ? N
  : PartsNull<V>;

const UNIT_BY_NAME: ReadonlyMap<string, TimestampUnit> = new Map(TIMESTAMP_UNITS.map((unit) => [`${unit}s`, unit]));

/** The parts that are set, as pairs of unit and amount. */
function amountsByUnit(intervalParts: object): readonly (readonly [TimestampUnit, unknown])[] {
  const unitAmounts: [TimestampUnit, unknown][] = [];
  for (const [name, amount] of Object.entries(intervalParts)) {
    if (amount === undefined) continue;
    const unit = UNIT_BY_NAME.get(name);
    if (unit === undefined)
      throw new AvocetError("invalid-argument", `An interval has no part "${name}"`, {
        hint: suggestion(name, [...UNIT_BY_NAME.keys()], "parts"),
      });
    unitAmounts.push([unit, amount]);
  }
  if (unitAmounts.length === 0)
    throw new AvocetError("invalid-argument", "An interval needs at least one part", {
      hint: "Write it as { days: 7 }.",
    });
  return unitAmounts;
}

/** The value of an interval whose parts are all numbers. */
export function intervalValue(intervalParts: object): IntervalValue {
  const total = { months: 0, days: 0, micros: 0 };
  for (const [unit, amount] of amountsByUnit(intervalParts)) {
    if (typeof amount !== "number" || !Number.isSafeInteger(amount))
      throw new AvocetError(
        "invalid-argument",
        `"${unit}s" of an interval must be an integer, got ${describeAmount(amount)}`,
      );
    const [field, size] = UNIT_SIZES[unit];
    total[field] += amount * size;
  }
  return total;
}
const describeAmount = (amount: unknown): string =>
  isColumn(amount) ? `a column of ${printDType(amount.dtype)}` : String(amount);

/** The node of an interval from its parts: one literal for all numbers, to which the columns are added. */
export function intervalFromAmounts(intervalParts: object): Value {
  const constants: Record<string, unknown> = {};
  const terms: Value[] = [];
  for (const [unit, amount] of amountsByUnit(intervalParts))
    if (isColumn(amount)) terms.push(op("IntervalFromInteger", { arg: amount.node, unit }));
    else constants[`${unit}s`] = amount;
  if (Object.keys(constants).length > 0) terms.push(literal(intervalValue(constants), notNull(interval)));
  return terms.reduce((left, right) => op("IntervalAdd", { left, right }));
}

/** The node of an interval column, or of the parts of an interval. */
export function intervalNode(operand: unknown): Value {
  if (isColumn(operand)) {
    if (operand.dtype.kind === "interval" || operand.dtype.kind === "null") return operand.node;
    throw new AvocetError("invalid-argument", `Expected an interval, got ${printDType(operand.dtype)}`, {
      hint: ["date", "time", "timestamp"].includes(operand.dtype.kind)
        ? 'Use delta for the difference: a.delta(b, "day") counts midnights, a.delta(b, "microsecond") is exact.'
        : "Build one from a column of integers: intervalFrom({ days: column }).",
    });
  }
  if (typeof operand === "object" && operand !== null && !(operand instanceof Date))
    return intervalFromAmounts(operand);
  throw new AvocetError("invalid-argument", `Expected an interval, got ${JSON.stringify(operand)}`, {
    hint: "Write it as { days: 7 }, or use intervalFrom({ days: column }).",
  });
}
