import type { DType } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import { call, caseWhen, compare, identifierSql, infix, intLiteral, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import * as Precedence from "../../sql/precedence.js";
import { evaluateOnce, lambda } from "./lambda.js";

const int64: DType = { kind: "int64", nullable: true };
type RangeArgs = { readonly start: Sql; readonly stop: Sql; readonly step: Sql };
type Context = Pick<RuleContext, "cast" | "dtype"> & { readonly node: { readonly dtype: DType } };
const micros = (value: Sql): Sql => call("EPOCH_US", value);

/**
 * True if RANGE can be used with a step. RANGE adds the step to the previous value, so monthly steps from 31 January
 * would yield 29 February and 29 March; and it does not accept intervals with mixed signs.
 */
function hasEvenSteps(step: Sql): boolean {
  if (step.kind !== "literal" || !Array.isArray(step.value)) return false;
  const [months = 0, days = 0, time = 0] = step.value.map(Number);
  return months === 0 && days * time >= 0;
}

/**
 * Adds multiples of the step to the start, and keeps the values before the stop. The number of steps is estimated from
 * above: EPOCH_US counts a month as 30 days, but it may have 28.
 */
function stepValues({ start, stop, step }: RangeArgs): Sql {
  const distance = infix(micros(stop), "-", micros(start), Precedence.add);
  const shortest = infix(micros(step), "*", sql`0.9e0`, Precedence.multiply);
  const maxSteps = caseWhen(
    [[compare(micros(step), "=", intLiteral(0)), infix(distance, "*", intLiteral(0), Precedence.multiply)]],
    call("CEIL", infix(distance, "/", shortest, Precedence.multiply)),
  );
  const moved = infix(start, "+", infix(identifierSql("n"), "*", step, Precedence.multiply), Precedence.add);
  const values = call("LIST_TRANSFORM", call("RANGE", sql`CAST(${maxSteps} AS BIGINT)`), lambda(["n"], moved));
  const isBeforeStop = caseWhen(
    [[compare(micros(step), ">", intLiteral(0)), compare(identifierSql("moment"), "<", stop)]],
    compare(identifierSql("moment"), ">", stop),
  );
  return call("LIST_FILTER", values, lambda(["moment"], isBeforeStop));
}

function temporalRange({ start, stop, step }: RangeArgs, context: Context): Sql {
  if (hasEvenSteps(step)) return context.cast(call("RANGE", start, stop, step), context.node.dtype);
  const values = evaluateOnce({ start, stop, step }, stepValues);
  return context.cast(values, context.node.dtype);
}

/** Rules for ranges of integers, dates and timestamps. */
export const rangeRules = {
  Range: ({ start, stop, step }, { cast }) => {
    const castInteger = (n: Sql): Sql => (n.kind === "literal" ? n : cast(n, int64));
    const isUnitStep = step.kind === "literal" && step.value === 1;
    return call("RANGE", castInteger(start), castInteger(stop), ...(isUnitStep ? [] : [castInteger(step)]));
  },
  DateRange: temporalRange,
  TimestampRange: temporalRange,
} satisfies Partial<Rules>;
