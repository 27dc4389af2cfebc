import type { IntervalValue } from "@avocet/core";
import type { RuleContext } from "../../dialect.js";
import { call, infix, int, sql, word } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { Level } from "../../sql/expr.js";
import { onceIfLong } from "../scope.js";
import { clockOf, span, toInstant, toWallClock, wallClock } from "./moments.js";

const DAY = 86_400_000_000;
const NONE: IntervalValue = { months: 0, days: 0, micros: 0 };
const isNone = ({ months, days, micros }: IntervalValue): boolean => months === 0 && days === 0 && micros === 0;
const shifted = (moment: Sql, sign: "+" | "-", by: IntervalValue): Sql =>
  isNone(by) ? moment : infix(moment, sign, span(by), Level.add);
/** What is over a multiple of the width, which is below zero for a distance below zero. */
const over = (distance: Sql, width: number): Sql =>
  sql`MOD(MOD(${distance}, ${int(width)}) + ${int(width)}, ${int(width)})`;

/** The start of the bucket of a moment: of months counted from 2000-01-01, of days and time from Monday 2000-01-03. */
export function bucket(
  arg: Sql,
  width: IntervalValue,
  offset: IntervalValue = NONE,
  context: Pick<RuleContext, "dtype" | "unsupported">,
): Sql {
  const { moment, kind } = clockOf(arg, context.dtype("arg"));
  const wall = kind === "TIMESTAMP" ? toWallClock(moment) : moment;
  const start = shifted(startOf(shifted(wall, "-", offset), width, context), "+", offset);
  return kind === "TIMESTAMP" ? toInstant(start) : start;
}
function startOf(wall: Sql, width: IntervalValue, { unsupported }: Pick<RuleContext, "unsupported">): Sql {
  const { months, days, micros } = width;
  if (months !== 0 && (days !== 0 || micros !== 0)) throw unsupported("a bucket is of months, or of days and time");
  const unit = word(months !== 0 ? "MONTH" : "MICROSECOND");
  const size = months !== 0 ? months : days * DAY + micros;
  const origin = wallClock(months !== 0 ? "2000-01-01T00:00:00" : "2000-01-03T00:00:00");
  return onceIfLong({ distance: call("DATETIME_DIFF", wall, origin, unit) }, ({ distance }) => {
    const down = infix(distance, "-", over(distance, size), Level.add);
    return call("DATETIME_ADD", origin, sql`INTERVAL (${down}) ${unit}`);
  });
}
