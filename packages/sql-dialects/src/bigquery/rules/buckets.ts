import type { IntervalValue } from "@avocet/core";
import type { RuleContext } from "../../dialect.js";
import { call, infix, intLiteral, keyword, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import * as Precedence from "../../sql/precedence.js";
import { evaluateOnceIfCostly } from "../scope.js";
import {
  datetimeLiteral,
  datetimeToInstant,
  instantToDatetime,
  intervalLiteral,
  temporalValue,
} from "./temporal-helpers.js";

const DAY = 86_400_000_000;
const ZERO_INTERVAL: IntervalValue = { months: 0, days: 0, micros: 0 };
const isZero = ({ months, days, micros }: IntervalValue): boolean => months === 0 && days === 0 && micros === 0;
const shifted = (value: Sql, operator: "+" | "-", interval: IntervalValue): Sql =>
  isZero(interval) ? value : infix(value, operator, intervalLiteral(interval), Precedence.add);
/** The non-negative remainder of a distance; MOD is negative for a negative distance. */
const floorMod = (distance: Sql, width: number): Sql =>
  sql`MOD(MOD(${distance}, ${intLiteral(width)}) + ${intLiteral(width)}, ${intLiteral(width)})`;

/**
 * The start of the bucket that contains a date or time. Buckets of months are aligned to 2000-01-01, buckets of days
 * and time to Monday 2000-01-03.
 */
export function bucketStart(
  arg: Sql,
  width: IntervalValue,
  offset: IntervalValue = ZERO_INTERVAL,
  context: Pick<RuleContext, "dtype" | "unsupported">,
): Sql {
  const { months, days, micros } = width;
  if (months !== 0 && (days !== 0 || micros !== 0))
    throw context.unsupported("a bucket width cannot combine months with days or time");
  const { value: input, kind } = temporalValue(arg, context.dtype("arg"));
  const datetime = kind === "TIMESTAMP" ? instantToDatetime(input) : input;
  const hasMonths = months !== 0;
  const size = hasMonths ? months : days * DAY + micros;
  // An offset in the unit of the width shifts the origin of the buckets; the rest of it shifts the input.
  const [bucketOffset, inputOffset] = hasMonths
    ? [offset.months, { ...offset, months: 0 }]
    : [offset.days * DAY + offset.micros, { months: offset.months, days: 0, micros: 0 }];
  const start = shifted(
    alignedStart(shifted(datetime, "-", inputOffset), hasMonths, size, bucketOffset),
    "+",
    inputOffset,
  );
  return kind === "TIMESTAMP" ? datetimeToInstant(start) : start;
}
function alignedStart(datetime: Sql, hasMonths: boolean, size: number, offset: number): Sql {
  const unit = keyword(hasMonths ? "MONTH" : "MICROSECOND");
  const origin = datetimeLiteral(hasMonths ? "2000-01-01T00:00:00" : "2000-01-03T00:00:00");
  const difference = call("DATETIME_DIFF", datetime, origin, unit);
  const distance = offset === 0 ? difference : infix(difference, "-", intLiteral(offset), Precedence.add);
  return evaluateOnceIfCostly({ distance }, ({ distance: d }) => {
    const floored = infix(d, "-", floorMod(d, size), Precedence.add);
    const start = offset === 0 ? floored : infix(floored, "+", intLiteral(offset), Precedence.add);
    return call("DATETIME_ADD", origin, sql`INTERVAL (${start}) ${unit}`);
  });
}
