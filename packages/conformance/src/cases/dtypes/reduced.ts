import type { DType } from "@avocet/core";
import { int64 } from "@avocet/core";
import { gives, overRows, rows } from "../../build.js";
import { group } from "../../case.js";
import { EQUATABLE, OPAQUE, ORDERED } from "./values.js";

/** Each value once, the first once more, NULL twice; in an order that is not theirs. `place` is where each comes in order. */
const shuffled = (values: readonly unknown[]) => {
  const all = [...values.map((a, place) => ({ a, place })), { a: values[0], place: 0 }];
  const mixed = [...all.filter((_, i) => i % 2 === 1), ...all.filter((_, i) => i % 2 === 0)];
  return [...mixed.slice(0, 2), { a: null, place: null }, ...mixed.slice(2), { a: null, place: null }].map(
    (row, id) => ({ id, ...row }),
  );
};
const schemaOf = (dtype: DType) => ({ id: int64, a: dtype, place: int64 });
const byPlace = (place: number | null): number => place ?? 99;

/** The smallest, the largest, the different ones. */
export const reduced = group(
  "values of each dtype, reduced",
  ORDERED.flatMap(({ name, dtype, values }) => [
    overRows(
      `${name}: min, max`,
      schemaOf(dtype),
      shuffled(values),
      (c) => ({ min: c.a.min(), max: c.a.max(), first: c.a.min({ where: c.id.lt(0) }) }),
      {
        min: values[0],
        max: values.at(-1),
        first: null,
      },
    ),
    overRows(
      `${name}: min and max of nothing, and of NULL`,
      schemaOf(dtype),
      [{ id: 1, a: null }],
      (c) => ({ min: c.a.min(), max: c.a.max(), mode: c.a.mode(), least: c.id.argmin(c.a), n: c.a.nunique() }),
      { min: null, max: null, mode: null, least: null, n: 0 },
    ),
    overRows(
      `${name}: argmin, argmax by it`,
      schemaOf(dtype),
      shuffled(values.slice(1)).map((row, i) => ({ ...row, id: i })),
      (c) => ({ most: c.place.argmax(c.a), least: c.place.argmin(c.a) }),
      { most: values.length - 2, least: 0 },
    ),
    gives(
      `${name}: order, NULLs last`,
      rows(schemaOf(dtype), shuffled(values))
        .orderBy((c) => [c.a, c.id])
        .select("id", "a"),
      shuffled(values)
        .sort((x, y) => byPlace(x.place) - byPlace(y.place) || x.id - y.id)
        .map(({ id, a }) => ({ id, a })),
      { ordered: true },
    ),
    gives(
      `${name}: order from large to small, NULLs last too`,
      rows(schemaOf(dtype), shuffled(values))
        .orderBy((c) => [c.a.desc(), c.id])
        .select("id", "a"),
      shuffled(values)
        .sort(
          (x, y) =>
            byPlace(y.place === null ? -99 : y.place) - byPlace(x.place === null ? -99 : x.place) || x.id - y.id,
        )
        .map(({ id, a }) => ({ id, a })),
      { ordered: true },
    ),
  ]),
  [...ORDERED, ...EQUATABLE].flatMap(({ name, dtype, values }) => {
    const table = rows(schemaOf(dtype), shuffled(values));
    const once = [...values.map((a, place) => ({ a, place })), { a: null, place: null }];
    return [
      gives(`${name}: distinct`, table.select("a", "place").distinct(), once),
      gives(
        `${name}: the key of groups`,
        table.groupBy("a").aggregate((c) => ({ place: c.place.max(), rows: c.id.count() })),
        once.map(({ a, place }) => ({ a, place, rows: place === 0 || place === null ? 2 : 1 })),
      ),
      overRows(
        `${name}: nunique, mode`,
        schemaOf(dtype),
        shuffled(values),
        (c) => ({ n: c.a.nunique(), mode: c.a.mode() }),
        {
          n: values.length,
          mode: values[0],
        },
      ),
      gives(
        `${name}: the key of a join`,
        table
          .select("a", "id")
          .innerJoin(table.filter((c) => c.id.gt(1)).select("a", "place"), "a")
          .groupBy("place")
          .count(),
        tally(shuffled(values)),
      ),
      gives(
        `${name}: set operations`,
        table.select("a", "place").intersect(table.filter((c) => c.place.ne(0).coalesce(true)).select("a", "place")),
        once.filter(({ place }) => place !== 0),
      ),
    ];
  }),
  [...ORDERED, ...EQUATABLE, ...OPAQUE].flatMap(({ name, dtype, values }) => [
    overRows(
      `${name}: count, first, last, collect`,
      schemaOf(dtype),
      shuffled(values),
      (c) => ({
        count: c.a.count(),
        first: c.a.first({ orderBy: c.id }),
        last: c.a.last({ orderBy: c.id, includeNull: true }),
        all: c.a.collect({ orderBy: c.id }),
        none: c.a.collect({ where: c.id.lt(0) }),
      }),
      {
        count: values.length + 1,
        first: shuffled(values)[0]?.a,
        last: null,
        all: shuffled(values).flatMap(({ a }) => (a === null ? [] : [a])),
        none: null,
      },
    ),
    gives(
      `${name}: a union`,
      rows(
        { a: dtype },
        values.map((a) => ({ a })),
      ).union(rows({ a: dtype }, [{ a: null }, { a: values[0] }])),
      [...values, null, values[0]].map((a) => ({ a })),
    ),
    gives(`${name}: no rows`, rows(schemaOf(dtype), []), []),
    gives(
      `${name}: neighbours`,
      rows(schemaOf(dtype), shuffled(values))
        .select((c) => ({
          id: c.id,
          before: c.a.lag().over({ orderBy: c.id }),
          after: c.a.lead(2).over({ orderBy: c.id }),
        }))
        .orderBy("id"),
      shuffled(values).map(({ id }, i, all) => ({ id, before: all[i - 1]?.a ?? null, after: all[i + 2]?.a ?? null })),
      { ordered: true },
    ),
  ]),
);
/** How many pairs of rows with equal values there are, by place, where the right ones come after the second row. */
function tally(all: readonly { readonly id: number; readonly place: number | null }[]) {
  const counts = new Map<number, number>();
  for (const left of all)
    for (const right of all)
      if (left.place !== null && left.place === right.place && right.id > 1)
        counts.set(left.place, (counts.get(left.place) ?? 0) + 1);
  return [...counts].map(([place, count]) => ({ place, count }));
}
