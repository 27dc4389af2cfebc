import type { DType } from "@avocet/core";
import { isTimestamp } from "@avocet/core/dialect";
import type { RuleContext, Rules } from "../../dialect.js";
import {
  and,
  call,
  caseWhen,
  compare,
  identifierSql,
  infix,
  intLiteral,
  isNotNull,
  keyword,
  sql,
} from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import * as Precedence from "../../sql/precedence.js";
import { castTo, evaluateOnce, int64, lambda, literalInteger, naiveTimestamp } from "../build.js";
import type { IntervalSql } from "../interval.js";
import { intervalComponents } from "../interval.js";
import { EMPTY_ARRAY, encodeElement, toUtc } from "../variant.js";
import { elementType } from "./lambda.js";
import { addInterval } from "./temporal.js";

type RangeArgs = { readonly start: Sql; readonly stop: Sql; readonly step: Sql };
type Context = Pick<RuleContext, "dtype"> & { readonly node: { readonly dtype: DType } };
const STEP_NUMBER = identifierSql("n");
const multiply = (n: Sql, factor: Sql): Sql =>
  literalInteger(factor) === 1 ? n : infix(n, "*", factor, Precedence.multiply);
const MICROS_PER_DAY = 86_400_000_000;

/** An integer range. ARRAY_GENERATE_RANGE rejects a step of zero, so the result is empty then. */
function range(start: Sql, stop: Sql, step: Sql): Sql {
  const constant = literalInteger(step);
  if (constant === 1) return call("ARRAY_GENERATE_RANGE", start, stop);
  if (constant !== null && constant !== 0) return call("ARRAY_GENERATE_RANGE", start, stop, step);
  const hasBounds = and(isNotNull(start), isNotNull(stop));
  const emptyCase = [and(compare(step, "=", intLiteral(0)), hasBounds), EMPTY_ARRAY] as const;
  return caseWhen([emptyCase], call("ARRAY_GENERATE_RANGE", start, stop, call("NULLIF", step, intLiteral(0))));
}
const literalComponents = ({ months, days, micros }: IntervalSql): readonly [number, number, number] | null => {
  const [m, d, u] = [literalInteger(months), literalInteger(days), literalInteger(micros)];
  return m === null || d === null || u === null ? null : [m, d, u];
};

/** The length of an interval in microseconds, counting a month as 30 days. */
function approximateMicros(interval: IntervalSql): Sql {
  const constants = literalComponents(interval);
  if (constants) return intLiteral((constants[0] * 30 + constants[1]) * MICROS_PER_DAY + constants[2]);
  const days = infix(multiply(interval.months, intLiteral(30)), "+", interval.days, Precedence.add);
  return infix(multiply(days, intLiteral(MICROS_PER_DAY)), "+", interval.micros, Precedence.add);
}
/** An upper bound for the number of steps, and the condition that a value is before the stop. */
function stepBounds(
  stepMicros: Sql,
  distance: Sql,
  value: Sql,
  stop: Sql,
): { readonly maxSteps: Sql; readonly isBeforeStop: Sql } {
  const constant = literalInteger(stepMicros);
  const [later, earlier] = [compare(value, "<", stop), compare(value, ">", stop)];
  const shortest =
    constant === null
      ? infix(call("NULLIF", stepMicros, intLiteral(0)), "*", sql`0.9`, Precedence.multiply)
      : intLiteral(Math.trunc(constant * 0.9));
  const steps = castTo(call("CEIL", infix(distance, "/", shortest, Precedence.multiply)), int64);
  if (constant !== null)
    return {
      maxSteps: constant === 0 ? multiply(distance, intLiteral(0)) : steps,
      isBeforeStop: constant > 0 ? later : earlier,
    };
  return {
    maxSteps: caseWhen([[compare(stepMicros, "=", intLiteral(0)), multiply(distance, intLiteral(0))]], steps),
    isBeforeStop: caseWhen([[compare(stepMicros, ">", intLiteral(0)), later]], earlier),
  };
}

/**
 * A range of dates or timestamps. Each value is computed from the start, so that a range of month ends stays at month
 * ends.
 */
function temporalRange({ start, stop, step }: RangeArgs, context: Context): Sql {
  const element = elementType(context.node.dtype);
  const startType = context.dtype("start");
  const isZoned = isTimestamp(startType) && startType.zone !== null;
  const toWallTime = (value: Sql): Sql => (isZoned ? castTo(toUtc(value), naiveTimestamp) : value);
  const encode = (value: Sql): Sql => encodeElement(isZoned ? castTo(value, element) : value, element);
  const interval = intervalComponents(step);
  const constants = literalComponents(interval);
  const wallTimeType: DType = element.kind === "date" ? element : naiveTimestamp;
  return evaluateOnce(
    [
      [toWallTime(start), wallTimeType],
      [toWallTime(stop), wallTimeType],
    ],
    context.node.dtype,
    ([from = start, to = stop]) => {
      const valuesAt = (stepNumbers: Sql, offset: IntervalSql): Sql =>
        call("TRANSFORM", stepNumbers, lambda("n", "INT", encode(addOffset(from, offset, element))));
      const distance = (unit: string): Sql => call("DATEDIFF", keyword(unit), from, to);
      if (constants && constants[0] === 0 && element.kind === "date" && constants[2] === 0)
        return valuesAt(range(intLiteral(0), distance("DAY"), interval.days), {
          months: intLiteral(0),
          days: STEP_NUMBER,
          micros: intLiteral(0),
        });
      if (constants && constants[0] === 0 && element.kind !== "date")
        return valuesAt(
          range(intLiteral(0), distance("MICROSECOND"), intLiteral(constants[1] * MICROS_PER_DAY + constants[2])),
          {
            months: intLiteral(0),
            days: intLiteral(0),
            micros: STEP_NUMBER,
          },
        );
      const offset: IntervalSql = {
        months: scaleByStep(interval.months),
        days: scaleByStep(interval.days),
        micros: scaleByStep(interval.micros),
      };
      const { maxSteps, isBeforeStop } = stepBounds(
        approximateMicros(interval),
        distance("MICROSECOND"),
        addOffset(from, offset, element),
        to,
      );
      const stepNumbers = call(
        "FILTER",
        call("ARRAY_GENERATE_RANGE", intLiteral(0), maxSteps),
        lambda("n", "INT", isBeforeStop),
      );
      return valuesAt(stepNumbers, offset);
    },
  );
}
const scaleByStep = (n: Sql): Sql => (literalInteger(n) === 0 ? n : multiply(STEP_NUMBER, n));
const addOffset = (from: Sql, offset: IntervalSql, element: DType): Sql =>
  element.kind === "date" && literalInteger(offset.micros) !== 0
    ? castTo(addInterval(castTo(from, naiveTimestamp), offset, false), element)
    : addInterval(from, offset, false);

export const rangeRules = {
  Range: ({ start, stop, step }) => range(start, stop, step),
  DateRange: temporalRange,
  TimestampRange: temporalRange,
} satisfies Partial<Rules>;
