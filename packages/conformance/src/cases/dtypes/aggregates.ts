import type { DType } from "@avocet/core";
import { int64 } from "@avocet/core";
import { overRows, returnsRows, rows } from "../../build.js";
import { group } from "../../case.js";
import { EQUATABLE, OPAQUE, ORDERED } from "./values.js";

/** Each value once, the first one twice and NULL twice, out of order; `position` is the index in sorted order. */
const shuffled = (values: readonly unknown[]) => {
  const list = [...values.map((a, position) => ({ a, position })), { a: values[0], position: 0 }];
  const interleaved = [...list.filter((_, i) => i % 2 === 1), ...list.filter((_, i) => i % 2 === 0)];
  return [
    ...interleaved.slice(0, 2),
    { a: null, position: null },
    ...interleaved.slice(2),
    { a: null, position: null },
  ].map((row, id) => ({ id, ...row }));
};
const schemaOf = (dtype: DType) => ({ id: int64, a: dtype, position: int64 });
const sortKey = (position: number | null): number => position ?? 99;

/** Aggregates, ordering, grouping, joins and set operations of every dtype. */
export const aggregates = group(
  "aggregates and grouping by dtype",
  ORDERED.flatMap(({ name, dtype, values }) => [
    overRows(
      `${name}: min and max`,
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
      `${name}: aggregates of NULLs only`,
      schemaOf(dtype),
      [{ id: 1, a: null }],
      (c) => ({ min: c.a.min(), max: c.a.max(), mode: c.a.mode(), argmin: c.id.argmin(c.a), n: c.a.nunique() }),
      { min: null, max: null, mode: null, argmin: null, n: 0 },
    ),
    overRows(
      `${name}: key of argmin and argmax`,
      schemaOf(dtype),
      shuffled(values.slice(1)).map((row, i) => ({ ...row, id: i })),
      (c) => ({ max: c.position.argmax(c.a), min: c.position.argmin(c.a) }),
      { max: values.length - 2, min: 0 },
    ),
    returnsRows(
      `${name}: ascending order, NULLs last`,
      rows(schemaOf(dtype), shuffled(values))
        .orderBy((c) => [c.a, c.id])
        .select("id", "a"),
      shuffled(values)
        .sort((x, y) => sortKey(x.position) - sortKey(y.position) || x.id - y.id)
        .map(({ id, a }) => ({ id, a })),
      { ordered: true },
    ),
    returnsRows(
      `${name}: descending order, NULLs last`,
      rows(schemaOf(dtype), shuffled(values))
        .orderBy((c) => [c.a.desc(), c.id])
        .select("id", "a"),
      shuffled(values)
        .sort(
          (x, y) =>
            sortKey(y.position === null ? -99 : y.position) - sortKey(x.position === null ? -99 : x.position) ||
            x.id - y.id,
        )
        .map(({ id, a }) => ({ id, a })),
      { ordered: true },
    ),
  ]),
  [...ORDERED, ...EQUATABLE].flatMap(({ name, dtype, values }) => {
    const table = rows(schemaOf(dtype), shuffled(values));
    const distinctRows = [...values.map((a, position) => ({ a, position })), { a: null, position: null }];
    return [
      returnsRows(`${name}: distinct`, table.select("a", "position").distinct(), distinctRows),
      returnsRows(
        `${name}: grouping key`,
        table.groupBy("a").aggregate((c) => ({ position: c.position.max(), rows: c.id.count() })),
        distinctRows.map(({ a, position }) => ({ a, position, rows: position === 0 || position === null ? 2 : 1 })),
      ),
      overRows(
        `${name}: nunique and mode`,
        schemaOf(dtype),
        shuffled(values),
        (c) => ({ n: c.a.nunique(), mode: c.a.mode() }),
        {
          n: values.length,
          mode: values[0],
        },
      ),
      returnsRows(
        `${name}: join key`,
        table
          .select("a", "id")
          .innerJoin(table.filter((c) => c.id.gt(1)).select("a", "position"), "a")
          .groupBy("position")
          .count(),
        joinCounts(shuffled(values)),
      ),
      returnsRows(
        `${name}: intersect`,
        table
          .select("a", "position")
          .intersect(table.filter((c) => c.position.ne(0).coalesce(true)).select("a", "position")),
        distinctRows.filter(({ position }) => position !== 0),
      ),
    ];
  }),
  [...ORDERED, ...EQUATABLE, ...OPAQUE].flatMap(({ name, dtype, values }) => [
    overRows(
      `${name}: count, first, last and collect`,
      schemaOf(dtype),
      shuffled(values),
      (c) => ({
        count: c.a.count(),
        first: c.a.first({ orderBy: c.id }),
        last: c.a.last({ orderBy: c.id, includeNull: true }),
        list: c.a.collect({ orderBy: c.id }),
        none: c.a.collect({ where: c.id.lt(0) }),
      }),
      {
        count: values.length + 1,
        first: shuffled(values)[0]?.a,
        last: null,
        list: shuffled(values).flatMap(({ a }) => (a === null ? [] : [a])),
        none: null,
      },
    ),
    returnsRows(
      `${name}: union`,
      rows(
        { a: dtype },
        values.map((a) => ({ a })),
      ).union(rows({ a: dtype }, [{ a: null }, { a: values[0] }])),
      [...values, null, values[0]].map((a) => ({ a })),
    ),
    returnsRows(`${name}: no rows`, rows(schemaOf(dtype), []), []),
    returnsRows(
      `${name}: lag and lead`,
      rows(schemaOf(dtype), shuffled(values))
        .select((c) => ({
          id: c.id,
          previous: c.a.lag().over({ orderBy: c.id }),
          next: c.a.lead(2).over({ orderBy: c.id }),
        }))
        .orderBy("id"),
      shuffled(values).map(({ id }, i, list) => ({
        id,
        previous: list[i - 1]?.a ?? null,
        next: list[i + 2]?.a ?? null,
      })),
      { ordered: true },
    ),
  ]),
);
/** Number of pairs of rows with equal values by position, where the right row comes after the second row. */
function joinCounts(list: readonly { readonly id: number; readonly position: number | null }[]) {
  const counts = new Map<number, number>();
  for (const left of list)
    for (const right of list)
      if (left.position !== null && left.position === right.position && right.id > 1)
        counts.set(left.position, (counts.get(left.position) ?? 0) + 1);
  return [...counts].map(([position, count]) => ({ position, count }));
}
