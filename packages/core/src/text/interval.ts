import type { IntervalValue } from "../dtype/js.js";
import type { LiteralValue } from "../dtype/literal.js";

const UNITS: readonly (readonly [string, number])[] = [
  ["hour", 3_600_000_000],
  ["minute", 60_000_000],
  ["second", 1_000_000],
  ["millisecond", 1_000],
  ["microsecond", 1],
];

/**
 * The months, days and microseconds of an interval literal in canonical form.
 * @example intervalParts(literalValue({ days: 7 }, interval)) // { months: 0, days: 7, micros: 0 }
 */
export function intervalParts(value: LiteralValue): IntervalValue {
  const [months = 0, days = 0, micros = 0] = Array.isArray(value) ? value.map(Number) : [];
  return { months, days, micros };
}

/**
 * Formats an interval in the notation that PostgreSQL and DuckDB parse.
 * @example intervalText({ months: 1, days: -7, micros: 0 }) // "1 month -7 days"
 */
export function intervalText({ months, days, micros }: IntervalValue): string {
  const components: (readonly [number, string])[] = [
    [Math.trunc(months / 12), "year"],
    [months % 12, "month"],
    [days, "day"],
  ];
  let remaining = micros;
  for (const [unit, size] of UNITS) {
    components.push([Math.trunc(remaining / size), unit]);
    remaining %= size;
  }
  const nonZero = components.filter(([n]) => n !== 0).map(([n, unit]) => `${n} ${unit}${Math.abs(n) === 1 ? "" : "s"}`);
  return nonZero.join(" ") || "0 days";
}
