import type { DType, IntervalValue } from "@avocet/core";
import { isTimestamp } from "@avocet/core";
import type { RuleContext } from "../../dialect.js";
import {
  call,
  infix,
  intLiteral,
  keyword,
  literal,
  operand,
  sql,
  stringLiteral,
  withPrecedence,
} from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { Precedence } from "../../sql/expr.js";
import { once } from "../build.js";

const span = ({ months, days, micros }: IntervalValue): Sql => ({
  ...literal([months, days, micros], { kind: "interval", nullable: false }),
});
const part = (name: string, arg: Sql): Sql => sql`EXTRACT(${keyword(name)} FROM ${arg})`;

/** The start of the bucket of a moment: buckets of days and time are counted from Monday 2000-01-03, those of months from 2000-01-01. */
export function bucket(
  arg: Sql,
  width: IntervalValue,
  offset: IntervalValue | null,
  dtype: DType,
  unsupported: RuleContext["unsupported"],
): Sql {
  const zoned = isTimestamp(dtype) && dtype.zone !== null;
  const moved = offset ? infix(arg, "-", span(offset), Precedence.add) : arg;
  const start = width.months === 0 ? byTime(moved, width, zoned) : byMonths(moved, width, zoned, unsupported);
  return offset ? infix(start, "+", span(offset), Precedence.add) : start;
}

function byTime(arg: Sql, width: IntervalValue, zoned: boolean): Sql {
  const origin = zoned
    ? sql`timestamptz ${stringLiteral("2000-01-03 00:00:00+00")}`
    : sql`timestamp ${stringLiteral("2000-01-03")}`;
  return call("DATE_BIN", span(width), arg, origin);
}

function byMonths(
  arg: Sql,
  { months, days, micros }: IntervalValue,
  zoned: boolean,
  unsupported: RuleContext["unsupported"],
): Sql {
  if (days !== 0 || micros !== 0) throw unsupported("a bucket is of months or of days and time");
  const origin = zoned
    ? sql`timestamptz ${stringLiteral("2000-01-01 00:00:00+00")}`
    : sql`timestamp ${stringLiteral("2000-01-01")}`;
  return once({ moment: arg }, ({ moment }) => {
    const index = sql`(${part("year", moment)} - 2000) * 12 + ${part("month", moment)} - 1`;
    const count = sql`CAST(FLOOR((${index}) / ${intLiteral(months)}) AS integer) * ${intLiteral(months)}`;
    return withPrecedence(Precedence.add)`${operand(origin, Precedence.add)} + MAKE_INTERVAL(months => ${count})`;
  });
}
