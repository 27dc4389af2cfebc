import type { DType } from "@avocet/core";
import { isTimestamp } from "@avocet/core";
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
import { castTo, constant, int64, lambda, naive, once } from "../build.js";
import type { PartsSql } from "../interval.js";
import { partsOf } from "../interval.js";
import { EMPTY, inUtc, packed } from "../variant.js";
import { elementOf } from "./lambda.js";
import { moved } from "./temporal.js";

type Ends = { readonly start: Sql; readonly stop: Sql; readonly step: Sql };
type Context = Pick<RuleContext, "dtype"> & { readonly node: { readonly dtype: DType } };
const N = identifierSql("n");
const times = (n: Sql, by: Sql): Sql => (constant(by) === 1 ? n : infix(n, "*", by, Precedence.multiply));
const DAY = 86_400_000_000;

/** ARRAY_GENERATE_RANGE takes no step of zero. */
function range(start: Sql, stop: Sql, step: Sql): Sql {
  const exact = constant(step);
  if (exact === 1) return call("ARRAY_GENERATE_RANGE", start, stop);
  if (exact !== null && exact !== 0) return call("ARRAY_GENERATE_RANGE", start, stop, step);
  const known = and(isNotNull(start), isNotNull(stop));
  const none = [and(compare(step, "=", intLiteral(0)), known), EMPTY] as const;
  return caseWhen([none], call("ARRAY_GENERATE_RANGE", start, stop, call("NULLIF", step, intLiteral(0))));
}
const exactParts = ({ months, days, micros }: PartsSql): readonly [number, number, number] | null => {
  const [m, d, u] = [constant(months), constant(days), constant(micros)];
  return m === null || d === null || u === null ? null : [m, d, u];
};

/** A span in microseconds, a month counted as 30 days. */
function length(parts: PartsSql): Sql {
  const exact = exactParts(parts);
  if (exact) return intLiteral((exact[0] * 30 + exact[1]) * DAY + exact[2]);
  const days = infix(times(parts.months, intLiteral(30)), "+", parts.days, Precedence.add);
  return infix(times(days, intLiteral(DAY)), "+", parts.micros, Precedence.add);
}
/** How many steps there can be at most, and which of them come before the end. */
function bounds(span: Sql, distance: Sql, moment: Sql, to: Sql): { readonly most: Sql; readonly before: Sql } {
  const exact = constant(span);
  const [later, earlier] = [compare(moment, "<", to), compare(moment, ">", to)];
  const shortest =
    exact === null
      ? infix(call("NULLIF", span, intLiteral(0)), "*", sql`0.9`, Precedence.multiply)
      : intLiteral(Math.trunc(exact * 0.9));
  const steps = castTo(call("CEIL", infix(distance, "/", shortest, Precedence.multiply)), int64);
  if (exact !== null)
    return { most: exact === 0 ? times(distance, intLiteral(0)) : steps, before: exact > 0 ? later : earlier };
  return {
    most: caseWhen([[compare(span, "=", intLiteral(0)), times(distance, intLiteral(0))]], steps),
    before: caseWhen([[compare(span, ">", intLiteral(0)), later]], earlier),
  };
}

/** The start and so many steps, each moved from the start, so that the last of a month stays one. */
function moments({ start, stop, step }: Ends, context: Context): Sql {
  const element = elementOf(context.node.dtype);
  const own = context.dtype("start");
  const zoned = isTimestamp(own) && own.zone !== null;
  const wall = (value: Sql): Sql => (zoned ? castTo(inUtc(value), naive) : value);
  const shown = (moment: Sql): Sql => packed(zoned ? castTo(moment, element) : moment, element);
  const parts = partsOf(step);
  const exact = exactParts(parts);
  const plain: DType = element.kind === "date" ? element : naive;
  return once(
    [
      [wall(start), plain],
      [wall(stop), plain],
    ],
    context.node.dtype,
    ([from = start, to = stop]) => {
      const all = (places: Sql, by: PartsSql): Sql =>
        call("TRANSFORM", places, lambda("n", "INT", shown(at(from, by, element))));
      const distance = (unit: string): Sql => call("DATEDIFF", keyword(unit), from, to);
      if (exact && exact[0] === 0 && element.kind === "date" && exact[2] === 0)
        return all(range(intLiteral(0), distance("DAY"), parts.days), {
          months: intLiteral(0),
          days: N,
          micros: intLiteral(0),
        });
      if (exact && exact[0] === 0 && element.kind !== "date")
        return all(range(intLiteral(0), distance("MICROSECOND"), intLiteral(exact[1] * DAY + exact[2])), {
          months: intLiteral(0),
          days: intLiteral(0),
          micros: N,
        });
      const by: PartsSql = { months: scaled(parts.months), days: scaled(parts.days), micros: scaled(parts.micros) };
      const { most, before } = bounds(length(parts), distance("MICROSECOND"), at(from, by, element), to);
      const kept = call("FILTER", call("ARRAY_GENERATE_RANGE", intLiteral(0), most), lambda("n", "INT", before));
      return all(kept, by);
    },
  );
}
const scaled = (n: Sql): Sql => (constant(n) === 0 ? n : times(N, n));
const at = (from: Sql, by: PartsSql, element: DType): Sql =>
  element.kind === "date" && constant(by.micros) !== 0
    ? castTo(moved(castTo(from, naive), by, false), element)
    : moved(from, by, false);

export const rangeRules = {
  Range: ({ start, stop, step }) => range(start, stop, step),
  DateRange: moments,
  TimestampRange: moments,
} satisfies Partial<Rules>;
