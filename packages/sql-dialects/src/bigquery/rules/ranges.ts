import type { DType } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import { call, caseWhen, compare, infix, intLiteral, isNull, NULL, or, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import * as Precedence from "../../sql/precedence.js";
import { arrayOf, elementRows, evaluateOnce, evaluateOnceIfCostly, ifElse } from "../scope.js";
import { typeName } from "../types.js";
import { literalNumber, toInt64 } from "./operands.js";
import { datetimeToInstant, extract, instantToDatetime, intervalMicros, temporalValue } from "./temporal-helpers.js";

type RangeArgs = { readonly start: Sql; readonly stop: Sql; readonly step: Sql };
const int64: DType = { kind: "int64", nullable: false };
const add = (left: Sql, right: Sql): Sql => infix(left, "+", right, Precedence.add);
const subtract = (left: Sql, right: Sql): Sql => infix(left, "-", right, Precedence.add);
const EMPTY_ARRAY = sql`ARRAY<INT64>[]`;

/** A range of integers. GENERATE_ARRAY includes the stop and raises an error for a step of zero. */
function range({ start, stop, step }: RangeArgs): Sql {
  const literalStep = literalNumber(step);
  const ascending = (increment: Sql): Sql => call("GENERATE_ARRAY", start, subtract(stop, intLiteral(1)), increment);
  const descending = (increment: Sql): Sql => call("GENERATE_ARRAY", start, add(stop, intLiteral(1)), increment);
  if (literalStep === 1) return call("GENERATE_ARRAY", start, subtract(stop, intLiteral(1)));
  if (literalStep !== null && literalStep !== 0) return literalStep > 0 ? ascending(step) : descending(step);
  return caseWhen(
    [
      [compare(step, ">", intLiteral(0)), ascending(step)],
      [compare(step, "<", intLiteral(0)), descending(step)],
      [or(or(isNull(start), isNull(stop)), isNull(step)), NULL],
    ],
    EMPTY_ARRAY,
  );
}

/** The minimum length of an interval in microseconds: a month counts as 28 days. */
const minimumMicros = (step: Sql): Sql => {
  const days = sql`(${extract("YEAR", step)} * 12 + ${extract("MONTH", step)}) * 28 + ${extract("DAY", step)}`;
  return sql`((${days}) * 86400000000 + ${intervalMicros(step)})`;
};

/** A range of dates or timestamps: generates enough steps from the start and keeps those before the stop. */
function temporalRange(
  args: RangeArgs,
  context: Pick<RuleContext, "dtype"> & { readonly node: { readonly dtype: DType } },
): Sql {
  const { dtype } = context.node;
  const { kind } = temporalValue(args.start, elementOfResult(dtype));
  const toDatetime = (value: Sql): Sql =>
    kind === "TIMESTAMP" ? instantToDatetime(value) : sql`CAST(${value} AS DATETIME)`;
  return evaluateOnceIfCostly(
    { start: toDatetime(args.start), stop: toDatetime(args.stop), step: args.step },
    ({ start, stop, step }) =>
      evaluateOnce(
        { size: minimumMicros(step), distance: call("DATETIME_DIFF", stop, start, sql`MICROSECOND`) },
        (measures) => {
          const maxSteps = sql`CAST(CEIL(${measures.distance} / NULLIF(${measures.size}, 0)) AS INT64) + 1`;
          const rows = elementRows(
            call("GENERATE_ARRAY", intLiteral(0), maxSteps),
            int64,
            [start, stop, step, measures.size],
            "n",
          );
          const datetime = add(start, infix(step, "*", rows.element, Precedence.multiply));
          const isBeforeStop = ifElse(
            compare(measures.size, ">", intLiteral(0)),
            compare(datetime, "<", stop),
            compare(datetime, ">", stop),
          );
          const value =
            kind === "DATE" ? call("DATE", datetime) : kind === "TIMESTAMP" ? datetimeToInstant(datetime) : datetime;
          const query = rows.query(
            sql`SELECT ${value} FROM ${rows.fromWithoutOffset} WHERE ${isBeforeStop} ORDER BY ${rows.element}`,
          );
          const isEmpty = compare(sql`SIGN(${measures.distance}) * SIGN(${measures.size})`, "<=", intLiteral(0));
          const empty: Sql = { kind: "text", segments: [`${typeName(dtype)}[]`], precedence: Precedence.atom };
          return caseWhen(
            [
              [or(isNull(measures.distance), isNull(measures.size)), NULL],
              [isEmpty, empty],
            ],
            arrayOf(query),
          );
        },
      ),
  );
}
// the result of a range is an array
const elementOfResult = (dtype: DType): DType => ("element" in dtype ? (dtype.element as DType) : dtype);

export const rangeRules = {
  Range: ({ start, stop, step }, context) =>
    evaluateOnceIfCostly(
      {
        start: toInt64(start, "start", context),
        stop: toInt64(stop, "stop", context),
        step: toInt64(step, "step", context),
      },
      range,
    ),
  DateRange: temporalRange,
  TimestampRange: temporalRange,
} satisfies Partial<Rules>;
