import { call, intLiteral, sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { castTo, int64, literalInteger } from "./build.js";

/** The components of an interval, each an integer. */
export interface IntervalSql {
  readonly months: Sql;
  readonly days: Sql;
  readonly micros: Sql;
}
const componentsByInterval = new WeakMap<Sql, IntervalSql>();

/**
 * Builds an interval: the array of its components, NULL if any of them is NULL. The components are remembered, so that
 * interval arithmetic does not have to extract them from the array.
 */
export function intervalOf(components: IntervalSql): Sql {
  const { months, days, micros } = components;
  const nonConstants = [months, days, micros].filter((component) => literalInteger(component) === null);
  const array = call("ARRAY_CONSTRUCT", months, days, micros);
  const [first, ...rest] = nonConstants.map((component) => sql`${component} IS NOT NULL`);
  const interval: Sql = first
    ? sql`CASE WHEN ${rest.reduce((l, r) => sql`${l} AND ${r}`, first)} THEN ${array} END`
    : array;
  componentsByInterval.set(interval, components);
  return interval;
}

/**
 * Returns the components of an interval: those it was built from, those of a literal, otherwise the elements of the
 * array.
 */
export function intervalComponents(interval: Sql): IntervalSql {
  const components = componentsByInterval.get(interval);
  if (components) return components;
  if (interval.kind === "literal" && Array.isArray(interval.value)) {
    const [months = 0, days = 0, micros = 0] = interval.value.map(Number);
    return { months: intLiteral(months), days: intLiteral(days), micros: intLiteral(micros) };
  }
  const item = (index: number): Sql => castTo(call("GET", interval, intLiteral(index)), int64);
  return { months: item(0), days: item(1), micros: item(2) };
}
