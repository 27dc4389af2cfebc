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
 * The parts of a literal interval in its canonical form.
 * @example intervalParts(literalValue({ days: 7 }, interval)) // { months: 0, days: 7, micros: 0 }
 */
export function intervalParts(value: LiteralValue): IntervalValue {
  const [months = 0, days = 0, micros = 0] = Array.isArray(value) ? value.map(Number) : [];
  return { months, days, micros };
}

/**
 * An interval in words, as PostgreSQL and DuckDB read them too.
 * @example intervalText({ months: 1, days: -7, micros: 0 }) // "1 month -7 days"
 */
export function intervalText({ months, days, micros }: IntervalValue): string {
  const parts: (readonly [number, string])[] = [
    [Math.trunc(months / 12), "year"],
    [months % 12, "month"],
    [days, "day"],
  ];
  let rest = micros;
  for (const [unit, size] of UNITS) {
    parts.push([Math.trunc(rest / size), unit]);
    rest %= size;
  }
  const words = parts.filter(([n]) => n !== 0).map(([n, unit]) => `${n} ${unit}${Math.abs(n) === 1 ? "" : "s"}`);
  return words.join(" ") || "0 days";
}
