import { call, intLiteral, sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { castTo, constant, int64 } from "./build.js";

/** The parts of an interval, each a whole number. */
export interface PartsSql {
  readonly months: Sql;
  readonly days: Sql;
  readonly micros: Sql;
}
const known = new WeakMap<Sql, PartsSql>();

/** An interval of parts: the array of them, NULL where one is. The parts are remembered, so that arithmetic need not take it apart. */
export function intervalOf(parts: PartsSql): Sql {
  const { months, days, micros } = parts;
  const free = [months, days, micros].filter((part) => constant(part) === null);
  const whole = call("ARRAY_CONSTRUCT", months, days, micros);
  const [first, ...more] = free.map((part) => sql`${part} IS NOT NULL`);
  const made: Sql = first
    ? sql`CASE WHEN ${more.reduce((l, r) => sql`${l} AND ${r}`, first)} THEN ${whole} END`
    : whole;
  known.set(made, parts);
  return made;
}

/** The parts of an interval: those that it was made of, those of a literal, else the items of the array. */
export function partsOf(interval: Sql): PartsSql {
  const parts = known.get(interval);
  if (parts) return parts;
  if (interval.kind === "literal" && Array.isArray(interval.value)) {
    const [months = 0, days = 0, micros = 0] = interval.value.map(Number);
    return { months: intLiteral(months), days: intLiteral(days), micros: intLiteral(micros) };
  }
  const item = (place: number): Sql => castTo(call("GET", interval, intLiteral(place)), int64);
  return { months: item(0), days: item(1), micros: item(2) };
}
