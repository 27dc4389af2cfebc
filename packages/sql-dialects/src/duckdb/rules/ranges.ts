import type { DType } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import { call, caseWhen, compare, identifierSql, infix, intLiteral, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { Precedence } from "../../sql/expr.js";
import { lambda, once } from "./lambda.js";

const int64: DType = { kind: "int64", nullable: true };
type Ends = { readonly start: Sql; readonly stop: Sql; readonly step: Sql };
type Context = Pick<RuleContext, "cast" | "dtype"> & { readonly node: { readonly dtype: DType } };
const micros = (value: Sql): Sql => call("EPOCH_US", value);

/** RANGE steps from one to the next, so that the months after 31 January would be 29 February and 29 March; and it takes no mixed signs. */
function stepsAreEven(step: Sql): boolean {
  if (step.kind !== "literal" || !Array.isArray(step.value)) return false;
  const [months = 0, days = 0, time = 0] = step.value.map(Number);
  return months === 0 && days * time >= 0;
}

/** The start and so many steps, as many as could be before the stop: EPOCH_US counts a month as 30 days, it may be 28. */
function stepped({ start, stop, step }: Ends): Sql {
  const distance = infix(micros(stop), "-", micros(start), Precedence.add);
  const shortest = infix(micros(step), "*", sql`0.9e0`, Precedence.multiply);
  const most = caseWhen(
    [[compare(micros(step), "=", intLiteral(0)), infix(distance, "*", intLiteral(0), Precedence.multiply)]],
    call("CEIL", infix(distance, "/", shortest, Precedence.multiply)),
  );
  const moved = infix(start, "+", infix(identifierSql("n"), "*", step, Precedence.multiply), Precedence.add);
  const values = call("LIST_TRANSFORM", call("RANGE", sql`CAST(${most} AS BIGINT)`), lambda(["n"], moved));
  const before = caseWhen(
    [[compare(micros(step), ">", intLiteral(0)), compare(identifierSql("moment"), "<", stop)]],
    compare(identifierSql("moment"), ">", stop),
  );
  return call("LIST_FILTER", values, lambda(["moment"], before));
}

function moments({ start, stop, step }: Ends, context: Context): Sql {
  if (stepsAreEven(step)) return context.cast(call("RANGE", start, stop, step), context.node.dtype);
  const all = once({ start, stop, step }, stepped);
  return context.cast(all, context.node.dtype);
}

export const rangeRules = {
  Range: ({ start, stop, step }, { cast }) => {
    const whole = (n: Sql): Sql => (n.kind === "literal" ? n : cast(n, int64));
    const one = step.kind === "literal" && step.value === 1;
    return call("RANGE", whole(start), whole(stop), ...(one ? [] : [whole(step)]));
  },
  DateRange: moments,
  TimestampRange: moments,
} satisfies Partial<Rules>;
