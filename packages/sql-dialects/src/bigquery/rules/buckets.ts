import type { IntervalValue } from "@avocet/core";
import type { RuleContext } from "../../dialect.js";
import { call, infix, intLiteral, keyword, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { Precedence } from "../../sql/expr.js";
import { onceIfLong } from "../scope.js";
import { clockOf, span, toInstant, toWallClock, wallClock } from "./moments.js";

const DAY = 86_400_000_000;
const NONE: IntervalValue = { months: 0, days: 0, micros: 0 };
const isNone = ({ months, days, micros }: IntervalValue): boolean => months === 0 && days === 0 && micros === 0;
const shifted = (moment: Sql, sign: "+" | "-", by: IntervalValue): Sql =>
  isNone(by) ? moment : infix(moment, sign, span(by), Precedence.add);
/** What is over a multiple of the width, which is below zero for a distance below zero. */
const over = (distance: Sql, width: number): Sql =>
  sql`MOD(MOD(${distance}, ${intLiteral(width)}) + ${intLiteral(width)}, ${intLiteral(width)})`;

/** The start of the bucket of a moment: of months counted from 2000-01-01, of days and time from Monday 2000-01-03. */
export function bucket(
  arg: Sql,
  width: IntervalValue,
  offset: IntervalValue = NONE,
  context: Pick<RuleContext, "dtype" | "unsupported">,
): Sql {
  const { months, days, micros } = width;
  if (months !== 0 && (days !== 0 || micros !== 0))
    throw context.unsupported("a bucket is of months, or of days and time");
  const { moment, kind } = clockOf(arg, context.dtype("arg"));
  const wall = kind === "TIMESTAMP" ? toWallClock(moment) : moment;
  const byMonth = months !== 0;
  const size = byMonth ? months : days * DAY + micros;
  // An offset of the width's own kind moves the first of the buckets, any other the moment.
  const [own, other] = byMonth
    ? [offset.months, { ...offset, months: 0 }]
    : [offset.days * DAY + offset.micros, { months: offset.months, days: 0, micros: 0 }];
  const start = shifted(startOf(shifted(wall, "-", other), byMonth, size, own), "+", other);
  return kind === "TIMESTAMP" ? toInstant(start) : start;
}
function startOf(wall: Sql, byMonth: boolean, size: number, offset: number): Sql {
  const unit = keyword(byMonth ? "MONTH" : "MICROSECOND");
  const origin = wallClock(byMonth ? "2000-01-01T00:00:00" : "2000-01-03T00:00:00");
  const difference = call("DATETIME_DIFF", wall, origin, unit);
  const distance = offset === 0 ? difference : infix(difference, "-", intLiteral(offset), Precedence.add);
  return onceIfLong({ distance }, ({ distance: d }) => {
    const down = infix(d, "-", over(d, size), Precedence.add);
    const moved = offset === 0 ? down : infix(down, "+", intLiteral(offset), Precedence.add);
    return call("DATETIME_ADD", origin, sql`INTERVAL (${moved}) ${unit}`);
  });
}
