import type { DType } from "@avocet/core";
import { isTimestamp } from "@avocet/core/backend";
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
import { Precedence } from "../../sql/expr.js";
import { castTo, literalInteger, int64, lambda, naiveTimestamp, evaluateOnce } from "../build.js";
import type { IntervalSql } from "../interval.js";
import { intervalComponents } from "../interval.js";
import { EMPTY_ARRAY, toUtc, encodeElement } from "../variant.js";
import { elementType } from "./lambda.js";
import { moved } from "./temporal.js";

type RangeArgs = { readonly start: Sql; readonly stop: Sql; readonly step: Sql };
type Context = Pick<RuleContext, "dtype"> & { readonly node: { readonly dtype: DType } };
const STEP_NUMBER = identifierSql("n");
const multiply = (n: Sql, factor: Sql): Sql => (literalInteger(factor) === 1 ? n : infix(n, "*", factor, Precedence.multiply));
const MICROS_PER_DAY = 86_400_000_000;

/** ARRAY_GENERATE_RANGE takes no step of zero. */
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

/** A span in microseconds, a month counted as 30 days. */
function approximateMicros(interval: IntervalSql): Sql {
  const constants = literalComponents(interval);
  if (constants) return intLiteral((constants[0] * 30 + constants[1]) * MICROS_PER_DAY + constants[2]);
  const days = infix(multiply(interval.months, intLiteral(30)), "+", interval.days, Precedence.add);
  return infix(multiply(days, intLiteral(MICROS_PER_DAY)), "+", interval.micros, Precedence.add);
}
/** How many steps there can be at most, and which of them come before the end. */
function stepBounds(stepMicros: Sql, distance: Sql, value: Sql, to: Sql): { readonly most: Sql; readonly before: Sql } {
  const exact = literalInteger(stepMicros);
  const [later, earlier] = [compare(value, "<", to), compare(value, ">", to)];
  const shortest =
    exact === null
      ? infix(call("NULLIF", stepMicros, intLiteral(0)), "*", sql`0.9`, Precedence.multiply)
      : intLiteral(Math.trunc(exact * 0.9));
  const steps = castTo(call("CEIL", infix(distance, "/", shortest, Precedence.multiply)), int64);
  if (exact !== null)
    return { most: exact === 0 ? multiply(distance, intLiteral(0)) : steps, before: exact > 0 ? later : earlier };
  return {
    most: caseWhen([[compare(stepMicros, "=", intLiteral(0)), multiply(distance, intLiteral(0))]], steps),
    before: caseWhen([[compare(stepMicros, ">", intLiteral(0)), later]], earlier),
  };
}

/** The start and so many steps, each moved from the start, so that the last of a month stays one. */
function moments({ start, stop, step }: RangeArgs, context: Context): Sql {
  const element = elementType(context.node.dtype);
  const own = context.dtype("start");
  const zoned = isTimestamp(own) && own.zone !== null;
  const wall = (value: Sql): Sql => (zoned ? castTo(toUtc(value), naiveTimestamp) : value);
  const shown = (moment: Sql): Sql => encodeElement(zoned ? castTo(moment, element) : moment, element);
  const parts = intervalComponents(step);
  const exact = literalComponents(parts);
  const plain: DType = element.kind === "date" ? element : naiveTimestamp;
  return evaluateOnce(
    [
      [wall(start), plain],
      [wall(stop), plain],
    ],
    context.node.dtype,
    ([from = start, to = stop]) => {
      const all = (places: Sql, by: IntervalSql): Sql =>
        call("TRANSFORM", places, lambda("n", "INT", shown(at(from, by, element))));
      const distance = (unit: string): Sql => call("DATEDIFF", keyword(unit), from, to);
      if (exact && exact[0] === 0 && element.kind === "date" && exact[2] === 0)
        return all(range(intLiteral(0), distance("DAY"), parts.days), {
          months: intLiteral(0),
          days: STEP_NUMBER,
          micros: intLiteral(0),
        });
      if (exact && exact[0] === 0 && element.kind !== "date")
        return all(range(intLiteral(0), distance("MICROSECOND"), intLiteral(exact[1] * MICROS_PER_DAY + exact[2])), {
          months: intLiteral(0),
          days: intLiteral(0),
          micros: STEP_NUMBER,
        });
      const by: IntervalSql = { months: scaled(parts.months), days: scaled(parts.days), micros: scaled(parts.micros) };
      const { most, before } = stepBounds(approximateMicros(parts), distance("MICROSECOND"), at(from, by, element), to);
      const kept = call("FILTER", call("ARRAY_GENERATE_RANGE", intLiteral(0), most), lambda("n", "INT", before));
      return all(kept, by);
    },
  );
}
const scaled = (n: Sql): Sql => (literalInteger(n) === 0 ? n : multiply(STEP_NUMBER, n));
const at = (from: Sql, by: IntervalSql, element: DType): Sql =>
  element.kind === "date" && literalInteger(by.micros) !== 0
    ? castTo(moved(castTo(from, naiveTimestamp), by, false), element)
    : moved(from, by, false);

export const rangeRules = {
  Range: ({ start, stop, step }) => range(start, stop, step),
  DateRange: moments,
  TimestampRange: moments,
} satisfies Partial<Rules>;
