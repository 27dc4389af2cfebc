import type { DType, IntervalValue } from "@avocet/core";
import { isTimestamp } from "@avocet/core/dialect";
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
import * as Precedence from "../../sql/precedence.js";
import { evaluateOnce } from "../build.js";

const intervalLiteral = ({ months, days, micros }: IntervalValue): Sql => ({
  ...literal([months, days, micros], { kind: "interval", nullable: false }),
});
const extract = (name: string, arg: Sql): Sql => sql`EXTRACT(${keyword(name)} FROM ${arg})`;

/**
 * The start of the bucket that contains a timestamp. Buckets of days and time are aligned to Monday 2000-01-03, buckets
 * of months to 2000-01-01.
 */
export function bucketStart(
  arg: Sql,
  width: IntervalValue,
  offset: IntervalValue | null,
  dtype: DType,
  unsupported: RuleContext["unsupported"],
): Sql {
  const hasZone = isTimestamp(dtype) && dtype.zone !== null;
  const shifted = offset ? infix(arg, "-", intervalLiteral(offset), Precedence.add) : arg;
  const start =
    width.months === 0 ? timeBucket(shifted, width, hasZone) : monthBucket(shifted, width, hasZone, unsupported);
  return offset ? infix(start, "+", intervalLiteral(offset), Precedence.add) : start;
}

function timeBucket(arg: Sql, width: IntervalValue, hasZone: boolean): Sql {
  const origin = hasZone
    ? sql`timestamptz ${stringLiteral("2000-01-03 00:00:00+00")}`
    : sql`timestamp ${stringLiteral("2000-01-03")}`;
  return call("DATE_BIN", intervalLiteral(width), arg, origin);
}

function monthBucket(
  arg: Sql,
  { months, days, micros }: IntervalValue,
  hasZone: boolean,
  unsupported: RuleContext["unsupported"],
): Sql {
  if (days !== 0 || micros !== 0) throw unsupported("a bucket width cannot combine months with days or time");
  const origin = hasZone
    ? sql`timestamptz ${stringLiteral("2000-01-01 00:00:00+00")}`
    : sql`timestamp ${stringLiteral("2000-01-01")}`;
  return evaluateOnce({ moment: arg }, ({ moment: value }) => {
    const index = sql`(${extract("year", value)} - 2000) * 12 + ${extract("month", value)} - 1`;
    const count = sql`CAST(FLOOR((${index}) / ${intLiteral(months)}) AS integer) * ${intLiteral(months)}`;
    return withPrecedence(Precedence.add)`${operand(origin, Precedence.add)} + MAKE_INTERVAL(months => ${count})`;
  });
}
