import type { DType } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import { call, caseWhen, compare, infix, intLiteral, isNull, NULL, or, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { Precedence } from "../../sql/expr.js";
import { arrayOf, either, elementsOf, once, onceIfLong } from "../scope.js";
import { typeName } from "../types.js";
import { clockOf, extract, microsOf, toInstant, toWallClock } from "./moments.js";
import { constant, whole } from "./operands.js";

type Ends = { readonly start: Sql; readonly stop: Sql; readonly step: Sql };
const int64: DType = { kind: "int64", nullable: false };
const plus = (left: Sql, right: Sql): Sql => infix(left, "+", right, Precedence.add);
const minus = (left: Sql, right: Sql): Sql => infix(left, "-", right, Precedence.add);
const EMPTY = sql`ARRAY<INT64>[]`;

/** GENERATE_ARRAY takes the end along, and no step of zero. */
function range({ start, stop, step }: Ends): Sql {
  const exact = constant(step);
  const up = (by: Sql): Sql => call("GENERATE_ARRAY", start, minus(stop, intLiteral(1)), by);
  const down = (by: Sql): Sql => call("GENERATE_ARRAY", start, plus(stop, intLiteral(1)), by);
  if (exact === 1) return call("GENERATE_ARRAY", start, minus(stop, intLiteral(1)));
  if (exact !== null && exact !== 0) return exact > 0 ? up(step) : down(step);
  return caseWhen(
    [
      [compare(step, ">", intLiteral(0)), up(step)],
      [compare(step, "<", intLiteral(0)), down(step)],
      [or(or(isNull(start), isNull(stop)), isNull(step)), NULL],
    ],
    EMPTY,
  );
}

/** Microseconds of an interval; a month counts as the 28 days that the shortest has. */
const length = (step: Sql): Sql => {
  const days = sql`(${extract("YEAR", step)} * 12 + ${extract("MONTH", step)}) * 28 + ${extract("DAY", step)}`;
  return sql`((${days}) * 86400000000 + ${microsOf(step)})`;
};

/** The start and so many steps, each counted from the start, as many as could be before the stop. */
function moments(a: Ends, context: Pick<RuleContext, "dtype"> & { readonly node: { readonly dtype: DType } }): Sql {
  const { dtype } = context.node;
  const { kind } = clockOf(a.start, elementOfNode(dtype));
  const wall = (moment: Sql): Sql => (kind === "TIMESTAMP" ? toWallClock(moment) : sql`CAST(${moment} AS DATETIME)`);
  return onceIfLong({ start: wall(a.start), stop: wall(a.stop), step: a.step }, ({ start, stop, step }) =>
    once({ size: length(step), distance: call("DATETIME_DIFF", stop, start, sql`MICROSECOND`) }, (b) => {
      const most = sql`CAST(CEIL(${b.distance} / NULLIF(${b.size}, 0)) AS INT64) + 1`;
      const rows = elementsOf(call("GENERATE_ARRAY", intLiteral(0), most), int64, [start, stop, step, b.size], "n");
      const moment = plus(start, infix(step, "*", rows.element, Precedence.multiply));
      const before = either(
        compare(b.size, ">", intLiteral(0)),
        compare(moment, "<", stop),
        compare(moment, ">", stop),
      );
      const value = kind === "DATE" ? call("DATE", moment) : kind === "TIMESTAMP" ? toInstant(moment) : moment;
      const query = rows.query(sql`SELECT ${value} FROM ${rows.only} WHERE ${before} ORDER BY ${rows.element}`);
      const none = compare(sql`SIGN(${b.distance}) * SIGN(${b.size})`, "<=", intLiteral(0));
      const empty: Sql = { kind: "text", parts: [`${typeName(dtype)}[]`], level: Precedence.atom };
      return caseWhen(
        [
          [or(isNull(b.distance), isNull(b.size)), NULL],
          [none, empty],
        ],
        arrayOf(query),
      );
    }),
  );
}
const elementOfNode = (dtype: DType): DType => ("element" in dtype ? (dtype.element as DType) : dtype); // the result is an array

export const rangeRules = {
  Range: ({ start, stop, step }, context) =>
    onceIfLong(
      { start: whole(start, "start", context), stop: whole(stop, "stop", context), step: whole(step, "step", context) },
      range,
    ),
  DateRange: moments,
  TimestampRange: moments,
} satisfies Partial<Rules>;
