import { cases, coalesce, greatest, ifelse, int64, least, lit } from "@avocet/core";
import { perRow } from "../../build.js";
import { group } from "../../case.js";
import { EQUATABLE, OPAQUE, ORDERED } from "./values.js";

const pairs = <T>(values: readonly T[]) => {
  const places = [null, ...values.keys()];
  return places.flatMap((i) =>
    places.map((j) => ({ i, j, a: i === null ? null : values[i], b: j === null ? null : values[j] })),
  );
};

/** Values that are chosen of several: coalesce, conditions, the largest and the smallest. */
export const chosen = group(
  "values of each dtype, chosen",
  [...ORDERED, ...EQUATABLE, ...OPAQUE].flatMap(({ name, dtype, values }) => {
    const schema = { i: int64, j: int64, a: dtype, b: dtype };
    const input = pairs(values);
    const fallback = lit(values[0], dtype);
    return [
      perRow(
        `${name}: come back as they are`,
        schema,
        input,
        ({ a }) => a,
        ({ a }) => a,
      ),
      perRow(
        `${name}: isNull, notNull`,
        schema,
        input,
        ({ a }) => ({ is: a.isNull(), not: a.notNull() }),
        ({ i }) => ({ is: i === null, not: i !== null }),
      ),
      perRow(
        `${name}: literals`,
        schema,
        [{}],
        () => Object.fromEntries([...values, null].map((value, i) => [`v${i}`, lit(value, dtype)])),
        () => Object.fromEntries([...values, null].map((value, i) => [`v${i}`, value])),
      ),
      perRow(
        `${name}: coalesce`,
        schema,
        input,
        ({ a, b }) => ({ two: coalesce(a, b), three: coalesce(a, b, fallback), none: coalesce(a, lit(null, dtype)) }),
        ({ a, b }) => ({ two: a ?? b, three: a ?? b ?? values[0], none: a }),
      ),
      perRow(
        `${name}: ifelse, cases`,
        schema,
        input,
        ({ i, j, a, b }) => ({
          if: ifelse(i.gt(j), a, b),
          first: cases([
            [i.lt(j), a],
            [i.gt(j), b],
          ]),
          else: cases([[i.lt(j), b]], a),
        }),
        ({ i, j, a, b }) => {
          const [less, more] = i === null || j === null ? [false, false] : [i < j, i > j];
          return { if: more ? a : b, first: less ? a : more ? b : null, else: less ? b : a };
        },
      ),
    ];
  }),
  ORDERED.flatMap(({ name, dtype, values }) => {
    const schema = { i: int64, j: int64, a: dtype, b: dtype };
    const middle = Math.floor(values.length / 2);
    const at = (places: (number | null)[], pick: (...all: number[]) => number) => {
      const known = places.filter((i) => i !== null);
      return known.length === 0 ? null : values[pick(...known)];
    };
    return [
      perRow(
        `${name}: greatest and least pass over NULLs`,
        schema,
        pairs(values),
        ({ a, b }) => ({ most: greatest(a, b), least: least(a, b) }),
        ({ i, j }) => ({ most: at([i, j], Math.max), least: at([i, j], Math.min) }),
      ),
      perRow(
        `${name}: greatest and least of three`,
        schema,
        pairs(values),
        ({ a, b }) => ({
          most: greatest(a, b, lit(values[middle], dtype)),
          least: least(lit(values[middle], dtype), lit(null, dtype), a, b),
        }),
        ({ i, j }) => ({ most: at([i, j, middle], Math.max), least: at([i, j, middle], Math.min) }),
      ),
    ];
  }),
);
