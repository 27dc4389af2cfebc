import { cases, coalesce, greatest, ifelse, int64, least, lit } from "@avocet/core";
import { perRow } from "../../build.js";
import { group } from "../../case.js";
import { EQUATABLE, OPAQUE, ORDERED } from "./values.js";

const pairs = <T>(values: readonly T[]) => {
  const indexes = [null, ...values.keys()];
  return indexes.flatMap((i) =>
    indexes.map((j) => ({ i, j, a: i === null ? null : values[i], b: j === null ? null : values[j] })),
  );
};

/** NULL tests, coalesce, conditionals, greatest and least of every dtype. */
export const nullHandling = group(
  "NULL handling by dtype",
  [...ORDERED, ...EQUATABLE, ...OPAQUE].flatMap(({ name, dtype, values }) => {
    const schema = { i: int64, j: int64, a: dtype, b: dtype };
    const input = pairs(values);
    const fallback = lit(values[0], dtype);
    return [
      perRow(
        `${name}: returned unchanged`,
        schema,
        input,
        ({ a }) => a,
        ({ a }) => a,
      ),
      perRow(
        `${name}: isNull and notNull`,
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
        `${name}: ifelse and cases`,
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
          const [less, greater] = i === null || j === null ? [false, false] : [i < j, i > j];
          return { if: greater ? a : b, first: less ? a : greater ? b : null, else: less ? b : a };
        },
      ),
    ];
  }),
  ORDERED.flatMap(({ name, dtype, values }) => {
    const schema = { i: int64, j: int64, a: dtype, b: dtype };
    const middle = Math.floor(values.length / 2);
    const at = (indexes: (number | null)[], pick: (...indexes: number[]) => number) => {
      const present = indexes.filter((i) => i !== null);
      return present.length === 0 ? null : values[pick(...present)];
    };
    return [
      perRow(
        `${name}: greatest and least skip NULLs`,
        schema,
        pairs(values),
        ({ a, b }) => ({ max: greatest(a, b), min: least(a, b) }),
        ({ i, j }) => ({ max: at([i, j], Math.max), min: at([i, j], Math.min) }),
      ),
      perRow(
        `${name}: greatest and least of three`,
        schema,
        pairs(values),
        ({ a, b }) => ({
          max: greatest(a, b, lit(values[middle], dtype)),
          min: least(lit(values[middle], dtype), lit(null, dtype), a, b),
        }),
        ({ i, j }) => ({ max: at([i, j, middle], Math.max), min: at([i, j, middle], Math.min) }),
      ),
    ];
  }),
);
