import type { AnyColumn, Columns } from "@avocet/core";
import {
  array,
  arrayOf,
  bool,
  date,
  decimal,
  float64,
  int32,
  int64,
  interval,
  json,
  lit,
  map,
  mapOf,
  notNull,
  param,
  parseJson,
  range,
  string,
  struct,
  structOf,
  timestamp,
} from "@avocet/core";
import { describe, expect, test } from "vitest";
import { evaluate, rows, run } from "./run.js";

const ARRAYS = { row: int64, a: array(int64), b: array(int64), n: int64, m: int64 };
type Cells = Columns<typeof ARRAYS>;
type Numbers = readonly (number | null)[];
interface Input {
  readonly a: Numbers | null;
  readonly b?: Numbers | null;
  readonly n?: number | null;
  readonly m?: number | null;
}
/** What an expression gives for each of some rows. */
async function valuesOf(inputs: readonly Input[], build: (c: Cells) => AnyColumn): Promise<unknown[]> {
  const table = rows(
    ARRAYS,
    inputs.map((input, row) => ({ row, ...input })),
  );
  const result = await run(table.select((c) => ({ row: c.row, value: build(c) })).orderBy("row"));
  return result.map((r) => r.value);
}
const with2 = <A, B>(as: readonly A[], bs: readonly B[]): (A & B)[] =>
  as.flatMap((a) => bs.map((b) => ({ ...a, ...b })));

const LISTS: readonly (Numbers | null)[] = [
  null,
  [],
  [null],
  [1],
  [3, 1, null, 3, 2, null],
  [5, -4, 5, 7, 7, -4],
  [1, 2, 3, 4, 5],
];
const lists: readonly Input[] = LISTS.map((a) => ({ a }));
const PLACES = [null, -7, -6, -3, -2, -1, 0, 1, 2, 5, 6, 9];
const present = (list: Numbers): number[] => list.filter((x) => x !== null);
const sorted = (list: Numbers): number[] => present(list).sort((x, y) => x - y);
const most = (list: Numbers): number | null => {
  const count = (x: number): number => list.filter((y) => y === x).length;
  return sorted(list).reduce<number | null>((best, x) => (best === null || count(x) > count(best) ? x : best), null);
};
const total = (list: Numbers): number => present(list).reduce((sum, x) => sum + x, 0);
/** NULL for a NULL array, and for one without values. */
const ofSome =
  (f: (list: Numbers) => unknown) =>
  (list: Numbers): unknown =>
    present(list).length === 0 ? null : f(list);

describe("arrays of one row", () => {
  const cases: Readonly<Record<string, [(c: Cells) => AnyColumn, (a: Numbers) => unknown]>> = {
    length: [(c) => c.a.length(), (a) => a.length],
    unique: [(c) => c.a.unique(), (a) => [...new Set(a)]],
    sort: [(c) => c.a.sort(), (a) => [...sorted(a), ...a.filter((x) => x === null)]],
    sums: [(c) => c.a.sums(), ofSome(total)],
    means: [(c) => c.a.means(), ofSome((a) => total(a) / present(a).length)],
    mins: [(c) => c.a.mins(), ofSome((a) => sorted(a)[0])],
    maxs: [(c) => c.a.maxs(), ofSome((a) => sorted(a).at(-1))],
    modes: [(c) => c.a.modes(), ofSome(most)],
    anys: [(c) => c.a.map((x) => x.gt(4)).anys(), ofSome((a) => present(a).some((x) => x > 4))],
    alls: [(c) => c.a.map((x) => x.gt(0)).alls(), ofSome((a) => present(a).every((x) => x > 0))],
    map: [(c) => c.a.map((x) => x.mul(2)), (a) => a.map((x) => (x === null ? null : x * 2))],
    "map with places": [
      (c) => c.a.map((x, i) => x.coalesce(0).add(i.mul(10))),
      (a) => a.map((x, i) => (x ?? 0) + i * 10),
    ],
    "map to places alone": [(c) => c.a.map((_, i) => i), (a) => a.map((_, i) => i)],
    "map to a literal": [(c) => c.a.map(() => "x"), (a) => a.map(() => "x")],
    "map to structs": [(c) => c.a.map((x, i) => structOf({ x, i })), (a) => a.map((x, i) => ({ x, i }))],
    "map to NULL tests": [(c) => c.a.map((x) => x.isNull()), (a) => a.map((x) => x === null)],
    filter: [(c) => c.a.filter((x) => x.gt(1)), (a) => a.filter((x) => x !== null && x > 1)],
    "filter by places": [(c) => c.a.filter((_, i) => i.mod(2).eq(0)), (a) => a.filter((_, i) => i % 2 === 0)],
    "filter by a constant": [(c) => c.a.filter(() => false), () => []],
    "filter of map": [
      (c) => c.a.map((x) => x.add(1)).filter((x) => x.gt(2).and(x.lt(5))),
      (a) => a.flatMap((x) => (x !== null && x + 1 > 2 && x + 1 < 5 ? [x + 1] : [])),
    ],
    "nested lambdas": [
      (c) => c.a.map((x) => c.a.map((y) => x.mul(10).add(y)).maxs()),
      (a) => a.map((x) => (x === null ? null : ofSome((l) => x * 10 + Math.max(...present(l)))(a))),
    ],
    "nested lambdas with both places": [
      (c) => c.a.map((_, i) => c.a.map((__, j) => i.mul(10).add(j)).sums()),
      (a) => a.map((_, i) => a.reduce<number>((s, __, j) => s + i * 10 + j, 0)),
    ],
    "map in a filter": [
      (c) =>
        c.a.filter((x) =>
          c.a
            .filter((y) => y.lt(x))
            .length()
            .eq(0),
        ),
      (a) => a.filter((x) => a.every((y) => x === null || y === null || y >= x)),
    ],
    "concat with literals": [(c) => c.a.concat([8, null], []), (a) => [...a, 8, null]],
    "zip with itself": [
      (c) => c.a.zip(c.a.map((x) => x.neg())),
      (a) => a.map((x) => ({ f1: x, f2: x === null ? null : -x })),
    ],
    "flatten of map": [(c) => c.a.map((x) => arrayOf(x, x)).flatten(), (a) => a.flatMap((x) => [x, x])],
    "array of arrays": [(c) => arrayOf(c.a, c.a).length(), () => 2],
  };
  for (const [name, [build, expected]] of Object.entries(cases))
    test(name, async () => {
      expect(await valuesOf(lists, build)).toEqual(
        LISTS.map((a) => (a === null && name !== "array of arrays" ? null : expected(a ?? []))),
      );
    });
});

describe("arrays and places", () => {
  test("at", async () => {
    const inputs = with2(
      lists,
      PLACES.map((n) => ({ n })),
    );
    const expected = inputs.map(({ a, n }) => (a && n !== null ? (a.at(n) ?? null) : null));
    expect(await valuesOf(inputs, (c) => c.a.at(c.n))).toEqual(expected);
    for (const n of PLACES)
      expect(await valuesOf(lists, (c) => c.a.at(n))).toEqual(
        LISTS.map((a) => (a && n !== null ? (a.at(n) ?? null) : null)),
      );
  });
  test("slice", async () => {
    const inputs = with2(
      with2(
        lists,
        PLACES.map((n) => ({ n })),
      ),
      PLACES.map((m) => ({ m })),
    );
    const expected = inputs.map(({ a, n, m }) => (a && n !== null && m !== null ? a.slice(n, m) : null));
    expect(await valuesOf(inputs, (c) => c.a.slice(c.n, c.m))).toEqual(expected);
    const open = inputs.map(({ a, n }) => (a && n !== null ? a.slice(n) : null));
    expect(await valuesOf(inputs, (c) => c.a.slice(c.n))).toEqual(open);
    for (const [n, m] of [
      [0, 2],
      [1, -1],
      [-3, -1],
      [-2, 9],
      [2, 1],
      [-9, 2],
    ] as const)
      expect(await valuesOf(lists, (c) => c.a.slice(n, m))).toEqual(LISTS.map((a) => a?.slice(n, m) ?? null));
  });
  test("repeat", async () => {
    const inputs = with2(
      lists,
      [null, -1, 0, 1, 3].map((n) => ({ n })),
    );
    const expected = inputs.map(({ a, n }) =>
      a && n !== null ? Array.from({ length: Math.max(n, 0) }, () => a).flat() : null,
    );
    expect(await valuesOf(inputs, (c) => c.a.repeat(c.n))).toEqual(expected);
    expect(await valuesOf(lists, (c) => c.a.repeat(2))).toEqual(LISTS.map((a) => a && [...a, ...a]));
  });
  test("contains, indexOf, remove", async () => {
    const inputs = with2(
      lists,
      [null, 1, 2, 3, 7, 99].map((n) => ({ n })),
    );
    const known = (f: (a: Numbers, n: number) => unknown) =>
      inputs.map(({ a, n }) => (a && n !== null ? f(a, n) : null));
    expect(await valuesOf(inputs, (c) => c.a.contains(c.n))).toEqual(known((a, n) => a.includes(n)));
    expect(await valuesOf(inputs, (c) => c.a.indexOf(c.n))).toEqual(known((a, n) => a.indexOf(n)));
    expect(await valuesOf(inputs, (c) => c.a.remove(c.n))).toEqual(known((a, n) => a.filter((x) => x !== n)));
    const literal = (f: (a: Numbers) => unknown) => LISTS.map((a) => a && f(a));
    expect(await valuesOf(lists, (c) => c.a.contains(3))).toEqual(literal((a) => a.includes(3)));
    expect(await valuesOf(lists, (c) => c.a.indexOf(3))).toEqual(literal((a) => a.indexOf(3)));
    expect(await valuesOf(lists, (c) => c.a.remove(3))).toEqual(literal((a) => a.filter((x) => x !== 3)));
    expect(await valuesOf(lists, (c) => c.a.indexOf(null))).toEqual(LISTS.map(() => null));
  });
});

describe("two arrays", () => {
  const inputs = with2(
    lists,
    LISTS.map((b) => ({ b })),
  );
  const cases: Readonly<Record<string, [(c: Cells) => AnyColumn, (a: Numbers, b: Numbers) => unknown]>> = {
    concat: [(c) => c.a.concat(c.b), (a, b) => [...a, ...b]],
    union: [(c) => c.a.union(c.b), (a, b) => [...new Set([...a, ...b])]],
    intersect: [(c) => c.a.intersect(c.b), (a, b) => [...new Set(a)].filter((x) => b.includes(x))],
    zip: [
      (c) => c.a.zip(c.b),
      (a, b) =>
        Array.from({ length: Math.max(a.length, b.length) }, (_, i) => ({ f1: a[i] ?? null, f2: b[i] ?? null })),
    ],
    "an outer column in a lambda": [
      (c) => c.a.concat(c.b).filter((x) => c.a.contains(x).and(c.b.contains(x))),
      (a, b) => [...a, ...b].filter((x) => x !== null && a.includes(x) && b.includes(x)),
    ],
    "chains of sets": [
      (c) => c.a.union(c.b).intersect(c.a).unique().remove(1).union([1]),
      (a) => [...new Set(a.filter((x) => x !== 1)), 1],
    ],
  };
  for (const [name, [build, expected]] of Object.entries(cases))
    test(name, async () => {
      expect(await valuesOf(inputs, build)).toEqual(inputs.map(({ a, b }) => (a && b ? expected(a, b) : null)));
    });
});

test("operands that are computed are computed once, however long the chain", async () => {
  const long = (c: Cells, n: number) => {
    let a = c.a.concat(c.b);
    for (let i = 0; i < n; i++)
      a = a
        .zip(a.slice(c.n.sub(1), c.n))
        .map((p) => p.f.f1.coalesce(p.f.f2))
        .unique();
    return a.at(a.indexOf(a.at(a.indexOf(c.m.add(0)))));
  };
  expect(await valuesOf([{ a: [1, 2, 2], b: [3], n: 1, m: 2 }], (c) => long(c, 12))).toEqual([2]);
  expect(await valuesOf([{ a: [1, 2], b: [3], n: 1, m: 2 }], (c) => c.a.concat(c.b).remove(c.n.add(c.m)))).toEqual([
    [1, 2],
  ]);
  const steps = (c: Cells) =>
    range(lit("2024-01-31", date).add({ days: c.n.mul(0) }), lit("2024-03-31", date).add({ days: c.m.mul(0).add(1) }), {
      months: c.n,
      days: c.m,
    });
  expect(
    await valuesOf(
      [
        { a: [], n: 1, m: 0 },
        { a: [], n: null, m: 0 },
      ],
      steps,
    ),
  ).toEqual([["2024-01-31", "2024-02-29", "2024-03-31"], null]);
});

describe("arrays of other dtypes", () => {
  const words = lit(["b", null, "a", "b", ""], array(string));
  test("strings", async () => {
    expect(
      await evaluate({
        join: words.join(", "),
        none: lit([], array(string)).join(","),
        nulls: lit([null, null], array(string)).join(","),
        nullSeparator: words.join(lit(null, string)),
        known: arrayOf("x", "y").join("-"),
        upper: words.map((w) => w.upper()),
        sort: words.sort(),
        mode: words.modes(),
        least: words.mins(),
        hostile: words.concat(["it's", '"q"', "\n"]).at(-2),
      }),
    ).toEqual({
      join: "b, a, b, ",
      none: "",
      nulls: "",
      nullSeparator: null,
      known: "x-y",
      upper: ["B", null, "A", "B", ""],
      sort: ["", "a", "b", "b", null],
      mode: "b",
      least: "",
      hostile: '"q"',
    });
  });
  test("numbers of several dtypes", async () => {
    expect(
      await evaluate({
        mixed: arrayOf(1, 2.5),
        wide: arrayOf(2_000_000_000, 1).sums(),
        widened: arrayOf(2_147_483_647).at(0).add(1),
        int32: lit([1, 2], array(int32)).concat(lit([3], array(int64))),
        floats: arrayOf(1).concat(arrayOf(0.5)).sums(),
        decimals: lit(["1.50", "2.25"], array(decimal(10, 2))).sums(),
        decimalMean: lit(["1.50", "2.25"], array(decimal(10, 2))).means(),
        bools: arrayOf(true, null, false).alls(),
        shared: lit([1, 2], array(int32)).intersect(lit([2], array(int64))),
      }),
    ).toEqual({
      mixed: [1, 2.5],
      wide: 2_000_000_001,
      widened: 2_147_483_648,
      int32: [1, 2, 3],
      floats: 1.5,
      decimals: "3.75",
      decimalMean: 1.875,
      bools: false,
      shared: [2],
    });
  });
  test("a sum beyond int64 is an error", async () => {
    await expect(evaluate(lit([9223372036854775807n, 1n], array(int64)).sums())).rejects.toThrow();
  });
  test("nested arrays", async () => {
    const matrix = lit([[1, 2], null, [], [null, 3]], array(array(int64)));
    expect(
      await evaluate({
        flat: matrix.flatten(),
        inner: matrix.map((x) => x.length()),
        doubled: matrix.map((x) => x.map((y) => y.mul(2))),
        places: matrix.map((x, i) => x.map((y, j) => y.coalesce(0).add(i.mul(100)).add(j.mul(10)))),
        at: matrix.at(0).at(-1),
        has: matrix.contains([1, 2]),
        where: matrix.indexOf([]),
        unique: matrix.concat([[1, 2]]).unique(),
        sorted: matrix.sort(),
        empty: lit([], array(array(int64))).flatten(),
      }),
    ).toEqual({
      flat: [1, 2, null, 3],
      inner: [2, null, 0, 2],
      doubled: [[2, 4], null, [], [null, 6]],
      places: [[1, 12], null, [], [300, 313]],
      at: 2,
      has: true,
      where: 2,
      unique: [[1, 2], null, [], [null, 3]],
      sorted: [[], [1, 2], [null, 3], null],
      empty: [],
    });
  });
  test("three arrays zip, one alone too", async () => {
    expect(
      await evaluate({
        three: arrayOf(1, 2).zip(arrayOf("a"), arrayOf(true, false, null)),
        nothing: arrayOf(1).zip(lit(null, array(int64))),
      }),
    ).toEqual({
      three: [
        { f1: 1, f2: "a", f3: true },
        { f1: 2, f2: null, f3: false },
        { f1: null, f2: null, f3: null },
      ],
      nothing: null,
    });
  });
  test("a parameter", async () => {
    expect(await evaluate(param("n", array(int64)).at(1), { params: { n: [4, 5] } })).toBe(5);
  });
});

describe("names that could be taken for others", () => {
  test("columns called as the parameters of lambdas", async () => {
    const table = rows({ x0: int64, i0: int64, element: int64, place: int64, it: array(int64) }, [
      { x0: 100, i0: 1000, element: 2, place: 7, it: [1, 2, 2, 3] },
    ]);
    expect(
      await run(
        table.select((c) => ({
          sum: c.it.map((x, i) => x.add(i).add(c.x0).add(c.i0)),
          removed: c.it.remove(c.element),
          shared: c.it.map((x) => x.add(c.place)).intersect(c.it.concat([c.place.add(1)].length ? [8] : [])),
          distinct: c.it.map((x) => x.mul(c.element)).unique(),
        })),
      ),
    ).toEqual([{ sum: [1101, 1103, 1104, 1106], removed: [1, 3], shared: [8], distinct: [2, 4, 6] }]);
  });
  test("tables called as the parameters of lambdas", async () => {
    const table = rows({ xs: array(struct({ x0: int64 })), ys: array(int64) }, [
      { xs: [{ x0: 1 }, { x0: 2 }], ys: [5, 6] },
    ]);
    const both = table.unnest("ys", { as: "x0" }).orderBy("x0");
    expect(await run(both.select((c) => ({ sums: c.xs.map((x) => x.f.x0.mul(10).add(c.x0)) })))).toEqual([
      { sums: [15, 25] },
      { sums: [16, 26] },
    ]);
  });
});

describe("lambdas in other verbs", () => {
  const table = rows({ k: string, a: array(int64), n: int64 }, [
    { k: "x", a: [1, 2], n: 2 },
    { k: "x", a: [3], n: 5 },
    { k: "y", a: null, n: 1 },
    { k: "y", a: [], n: 7 },
  ]);
  test("filter, groupBy, reductions beside rows", async () => {
    expect(
      await run(
        table.filter((c) =>
          c.a
            .filter((x) => x.ge(c.n))
            .length()
            .gt(0),
        ),
      ),
    ).toEqual([{ k: "x", a: [1, 2], n: 2 }]);
    const grouped = table
      .groupBy("k")
      .aggregate((c) => ({ all: c.a.collect({ orderBy: c.n }).flatten(), most: c.a.maxs().max(), n: c.n.sum() }))
      .mutate((c) => ({ more: c.all.map((x) => x.mul(c.n)) }))
      .orderBy("k");
    expect(await run(grouped)).toEqual([
      { k: "x", all: [1, 2, 3], most: 3, n: 7, more: [7, 14, 21] },
      { k: "y", all: [], most: null, n: 8, more: [] },
    ]);
    const beside = table.select((c) => ({ n: c.n, a: c.a.map((x) => x.add(c.n.sum())) })).orderBy("n");
    expect(await run(beside)).toEqual([
      { n: 1, a: null },
      { n: 2, a: [16, 17] },
      { n: 5, a: [18] },
      { n: 7, a: [] },
    ]);
  });
});

test("subqueries beside arrays, but not inside of lambdas", async () => {
  const table = rows({ a: array(int64), m: map(string, int64), n: int64 }, [{ a: [1, 2, 3], m: new Map(), n: 3 }]);
  const other = rows({ n: int64 }, [{ n: 2 }]);
  const two = () => other.select("n").asScalar();
  expect(
    await run(
      table.select((c) => ({
        removed: c.a.remove(two()),
        known: c.a.remove(two().coalesce(0)),
        shared: c.a.intersect(arrayOf(two().coalesce(0))),
        place: c.a.indexOf(two()),
        at: c.a.at(two()),
        got: c.m.merge(c.m).get("x", two()),
      })),
    ),
  ).toEqual([{ removed: [1, 3], known: [1, 3], shared: [2], place: 1, at: 3, got: 2 }]);
  await expect(run(table.select((c) => ({ a: c.a.map((x) => x.add(two())) })))).rejects.toMatchObject({
    code: "unsupported-operation",
  });
});

describe("ranges", () => {
  test("integers", async () => {
    expect(
      await evaluate({
        up: range(0, 3),
        down: range(5, 0, -2),
        wrongWay: range(5, 0),
        noStep: range(0, 5, 0),
        nothing: range(0, lit(null, int64)),
        stepped: range(-1, 6, 3),
        columns: range(lit(2, int32), lit(4, int32), lit(1, int32)),
      }),
    ).toEqual({
      up: [0, 1, 2],
      down: [5, 3, 1],
      wrongWay: [],
      noStep: [],
      nothing: null,
      stepped: [-1, 2, 5],
      columns: [2, 3],
    });
  });
  const day = (text: string | null) => lit(text, date);
  test("dates", async () => {
    const month = lit({ months: 1, days: 0, micros: 0 }, interval);
    expect(
      await evaluate({
        days: range(day("2024-02-27"), "2024-03-02", { days: 1 }),
        back: range(day("2024-03-01"), "2024-02-27", { days: -1 }),
        weeks: range(day("2024-01-01"), "2024-01-16", { weeks: 1 }),
        ends: range(day("2024-01-31"), "2024-06-30", { months: 1 }),
        endsBack: range(day("2024-05-31"), "2024-01-31", { months: -1 }),
        column: range(day("2024-01-31"), day("2024-04-30"), month),
        leap: range(day("2024-02-29"), "2028-03-01", { years: 1 }),
        none: range(day("2024-01-31"), "2024-01-31", { months: 1 }),
        zero: range(day("2024-01-01"), "2024-02-01", { days: 0 }),
        zeroMonths: range(day("2024-01-01"), "2024-02-01", { months: 0 }),
        mixed: range(day("2024-01-01"), "2024-03-25", { months: 1, days: -1 }),
        nothing: range(day(null), "2024-01-31", { days: 1 }),
        nothingOfMonths: range(day("2024-01-31"), day(null), { months: 1 }),
      }),
    ).toEqual({
      days: ["2024-02-27", "2024-02-28", "2024-02-29", "2024-03-01"],
      back: ["2024-03-01", "2024-02-29", "2024-02-28"],
      weeks: ["2024-01-01", "2024-01-08", "2024-01-15"],
      ends: ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31"],
      endsBack: ["2024-05-31", "2024-04-30", "2024-03-31", "2024-02-29"],
      column: ["2024-01-31", "2024-02-29", "2024-03-31"],
      leap: ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"],
      none: [],
      zero: [],
      zeroMonths: [],
      mixed: ["2024-01-01", "2024-01-31", "2024-02-28"],
      nothing: null,
      nothingOfMonths: null,
    });
  });
  test("timestamps", async () => {
    expect(
      await evaluate({
        hours: range(lit("2024-01-01T22:30:00", timestamp()), "2024-01-02T01:00:00", { hours: 1 }),
        instants: range(lit("2024-01-30T12:00:00Z", timestamp("UTC")), "2024-04-01T00:00:00Z", { months: 1 }),
      }),
    ).toEqual({
      hours: ["22:30", "23:30"].map((t) => new Date(`2024-01-01T${t}:00Z`)).concat(new Date("2024-01-02T00:30:00Z")),
      instants: ["2024-01-30", "2024-02-29", "2024-03-30"].map((d) => new Date(`${d}T12:00:00Z`)),
    });
  });
});

describe("maps", () => {
  const MAPS = { row: int64, m: map(string, int64), k: string, d: int64, o: map(string, int64) };
  const data = [
    {
      row: 0,
      m: new Map([
        ["a", 1],
        ["b", null],
      ]),
      k: "a",
      d: 9,
      o: new Map([
        ["b", 5],
        ["c", 6],
      ]),
    },
    {
      row: 1,
      m: new Map([
        ["a", 1],
        ["b", null],
      ]),
      k: "b",
      d: 9,
      o: new Map<string, number>(),
    },
    {
      row: 2,
      m: new Map([
        ["a", 1],
        ["b", null],
      ]),
      k: "z",
      d: 9,
      o: null,
    },
    { row: 3, m: new Map(), k: "a", d: 9, o: new Map([["q", 1]]) },
    { row: 4, m: null, k: "a", d: 9, o: new Map([["q", 1]]) },
    { row: 5, m: new Map([["a", 1]]), k: null, d: null, o: null },
  ];
  const table = rows(MAPS, data);
  const all = async (build: (c: Columns<typeof MAPS>) => AnyColumn): Promise<unknown[]> =>
    (await run(table.select((c) => ({ row: c.row, v: build(c) })).orderBy("row"))).map((r) => r.v);
  test("get, has, keys, values, length, merge", async () => {
    expect(await all((c) => c.m.get(c.k))).toEqual([1, null, null, null, null, null]);
    expect(await all((c) => c.m.get(c.k, c.d))).toEqual([1, null, 9, 9, null, null]);
    expect(await all((c) => c.m.get("a", 0))).toEqual([1, 1, 1, 0, null, 1]);
    expect(await all((c) => c.m.has(c.k))).toEqual([true, true, false, false, null, null]);
    expect(await all((c) => c.m.length())).toEqual([2, 2, 2, 0, null, 1]);
    expect(await all((c) => c.m.keys().sort())).toEqual([["a", "b"], ["a", "b"], ["a", "b"], [], null, ["a"]]);
    expect(await all((c) => c.m.values().sort())).toEqual([[1, null], [1, null], [1, null], [], null, [1]]);
    expect(await all((c) => c.m.merge(c.o))).toEqual([
      new Map([
        ["a", 1],
        ["b", 5],
        ["c", 6],
      ]),
      new Map([
        ["a", 1],
        ["b", null],
      ]),
      null,
      new Map([["q", 1]]),
      null,
      null,
    ]);
    expect(await all((c) => c.m.merge(new Map([["a", 7]])).get("a"))).toEqual([7, 7, 7, 7, null, 7]);
  });
  test("constructors", async () => {
    expect(
      await evaluate({
        entries: mapOf(["a", 1], ["b", 2.5]),
        integers: mapOf([1, "x"]).get(1),
        columns: mapOf(arrayOf("k", "l"), arrayOf(1, null)),
        nothing: mapOf(arrayOf("k"), lit(null, array(int64))),
        empty: mapOf(lit([], array(string)), lit([], array(int64))).length(),
      }),
    ).toEqual({
      entries: new Map([
        ["a", 1],
        ["b", 2.5],
      ]),
      integers: "x",
      columns: new Map([
        ["k", 1],
        ["l", null],
      ]),
      nothing: null,
      empty: 0,
    });
    await expect(evaluate(mapOf(["a", 1], ["a", 2]))).rejects.toThrow();
    await expect(evaluate(mapOf([lit(null, string), 1]))).rejects.toThrow();
  });
});

describe("structs", () => {
  test("constructor and fields", async () => {
    const one = structOf({ a: 1, 'it\'s "b"': "x", list: arrayOf(1, 2), none: null });
    expect(
      await evaluate({
        whole: one,
        a: one.field("a").add(2_147_483_647),
        odd: one.f['it\'s "b"'],
        list: one.f.list.at(-1),
        nested: structOf({ one }).f.one.f.a,
        nothing: lit(null, struct({ a: notNull(int64) })).f.a,
      }),
    ).toEqual({
      whole: { a: 1, 'it\'s "b"': "x", list: [1, 2], none: null },
      a: 2_147_483_648,
      odd: "x",
      list: 2,
      nested: 1,
      nothing: null,
    });
  });
});

describe("json", () => {
  const documents = [
    null,
    '{"a":1,"b":null,"c":{"d":[10,20,{"e":"deep"}]},"":5,"$":6,"/":7,"~":8,"*":9,"x*":10,"a.b":11,"q\\"q":12,"0":13,"Ü":14}',
    '[1,2.0,"three",true,null,[4],{"k":5}]',
    '"text \\"q\\" \\u00e9"',
    "12",
    "12.5",
    "1e3",
    "9223372036854775807",
    "9223372036854775808",
    "1e300",
    "-0",
    "true",
    "null",
    ' { "z" : [ 1 , 2 ] , "y" : {} } ',
    "{}",
    "[]",
  ];
  const JSONS = { row: int64, t: string, j: json };
  const table = rows(
    { row: int64, t: string },
    documents.map((t, row) => ({ row, t })),
  ).select((c) => ({ row: c.row, t: c.t, j: parseJson(c.t) }));
  const all = async (build: (c: Columns<typeof JSONS>) => AnyColumn): Promise<unknown[]> =>
    (await run(table.select((c) => ({ row: c.row, v: build(c) })).orderBy("row"))).map((r) => r.v);
  const parsed: readonly unknown[] = documents.map((t) => (t === null ? undefined : JSON.parse(t)));
  const isObject = (x: unknown): x is Record<string, unknown> =>
    typeof x === "object" && x !== null && !Array.isArray(x);
  const expected = (f: (x: unknown) => unknown): unknown[] =>
    parsed.map((x) => (x === undefined ? null : (f(x) ?? null)));

  test("members, by a literal and by a column", async () => {
    for (const key of ["a", "b", "c", "", "$", "/", "~", "*", "x*", "a.b", 'q"q', "0", "Ü", "zz", "$.a", "-", "#"]) {
      const member = expected((x) => (isObject(x) ? x[key] : null));
      expect(await all((c) => c.j.get(key)), key).toEqual(member);
      expect(await all((c) => c.j.get(c.t.isNull().ifelse("none", key))), key).toEqual(member);
    }
  });
  test("items, by a literal and by a column", async () => {
    for (const place of [-8, -7, -1, 0, 1, 6, 7]) {
      const item = expected((x) => (Array.isArray(x) ? x.at(place) : null));
      expect(await all((c) => c.j.get(place)), String(place)).toEqual(item);
      expect(await all((c) => c.j.get(c.row.mul(0).add(lit(place, int64)))), String(place)).toEqual(item);
    }
  });
  test("paths", async () => {
    expect((await all((c) => c.j.path("c", "d", -1, "e").asString()))[1]).toBe("deep");
    expect((await all((c) => c.j.path("c", "x", 0, "e")))[1]).toBe(null);
  });
  test("values of one kind", async () => {
    expect(await all((c) => c.j.asString())).toEqual(expected((x) => (typeof x === "string" ? x : null)));
    expect(await all((c) => c.j.asBool())).toEqual(expected((x) => (typeof x === "boolean" ? x : null)));
    expect(await all((c) => c.j.asFloat())).toEqual(expected((x) => (typeof x === "number" ? x + 0 : null)));
    expect(await all((c) => c.j.asInt().cast(string))).toEqual(
      documents.map((t) => ({ "12": "12", "1e3": "1000", "9223372036854775807": t, "-0": "0" })[t ?? ""] ?? null),
    );
    expect(await all((c) => c.j.get(1).asInt())).toEqual(
      expected((x) => (Array.isArray(x) && x.length > 1 ? 2 : null)),
    );
    expect(await all((c) => c.j.asArray())).toEqual(expected((x) => (Array.isArray(x) ? x : null)));
    expect(await all((c) => c.j.asMap())).toEqual(expected((x) => (isObject(x) ? new Map(Object.entries(x)) : null)));
    expect(await all((c) => c.j.asArray().map((x) => x.asInt()))).toEqual(
      expected((x) => (Array.isArray(x) ? x.map((v) => (Number.isInteger(v) ? v : null)) : null)),
    );
    expect(await all((c) => c.j.asMap().get("c").get("d").asArray().length())).toEqual(
      expected((x) => (isObject(x) && isObject(x.c) ? 3 : null)),
    );
  });
  test("a JSON null is a value", async () => {
    expect((await all((c) => c.j.isNull()))[12]).toBe(false);
    expect((await all((c) => c.j.get("b").isNull()))[1]).toBe(false);
    expect((await all((c) => c.j.get("none").isNull()))[1]).toBe(true);
    expect((await all((c) => c.j.asArray().at(4).isNull()))[2]).toBe(false);
  });
  test("text without spaces, and text that is no JSON", async () => {
    expect((await all((c) => c.j.text()))[13]).toBe('{"z":[1,2],"y":{}}');
    expect((await all((c) => c.j.text()))[12]).toBe("null");
    await expect(evaluate(parseJson("{nonsense"))).rejects.toThrow();
  });
});

describe("unnest and unpack", () => {
  const table = rows({ id: int64, tags: array(string), place: struct({ city: string, zip: int64 }) }, [
    { id: 1, tags: ["a", null, "b"], place: { city: "Bergen", zip: 5003 } },
    { id: 2, tags: [], place: { city: null, zip: 1 } },
    { id: 3, tags: null, place: null },
  ]);
  test("in place", async () => {
    expect(await run(table.select("id", "tags").unnest("tags", { offset: "i" }).orderBy("id", "i"))).toEqual([
      { id: 1, tags: "a", i: 0 },
      { id: 1, tags: null, i: 1 },
      { id: 1, tags: "b", i: 2 },
    ]);
  });
  test("beside the array, with rows that have none", async () => {
    const all = table
      .select("id", "tags")
      .unnest("tags", { as: "tag", offset: "i", keepEmpty: true })
      .orderBy("id", "i");
    expect(await run(all)).toEqual([
      { id: 1, tags: ["a", null, "b"], tag: "a", i: 0 },
      { id: 1, tags: ["a", null, "b"], tag: null, i: 1 },
      { id: 1, tags: ["a", null, "b"], tag: "b", i: 2 },
      { id: 2, tags: [], tag: null, i: null },
      { id: 3, tags: null, tag: null, i: null },
    ]);
  });
  test("of a computed array, and twice", async () => {
    const pairs = table
      .select("id", "tags")
      .filter((c) => c.id.eq(1))
      .unnest((c) => c.tags.map((t, i) => structOf({ t: t.coalesce("-"), n: range(0, i) })), { as: "s" })
      .drop("tags")
      .unpack("s")
      .unnest("n", { keepEmpty: true })
      .filter((c) => c.n.isNull().or(c.n.lt(9)))
      .orderBy("t", "n");
    expect(await run(pairs)).toEqual([
      { id: 1, t: "-", n: 0 },
      { id: 1, t: "a", n: null },
      { id: 1, t: "b", n: 0 },
      { id: 1, t: "b", n: 1 },
    ]);
  });
  test("counted, grouped and joined", async () => {
    const tags = table.unnest("tags", { as: "tag" });
    expect(
      await run(
        tags
          .groupBy("tag")
          .aggregate((c) => ({ n: c.id.count() }))
          .orderBy("tag"),
      ),
    ).toEqual([
      { tag: "a", n: 1 },
      { tag: "b", n: 1 },
      { tag: null, n: 1 },
    ]);
    const joined = table.select("id").leftJoin(tags.select("id", "tag"), "id").orderBy("id", "tag");
    expect((await run(joined)).map((r) => r.tag)).toEqual(["a", "b", null, null, null]);
  });
  test("unpack", async () => {
    expect(await run(table.unpack("place").drop("tags").orderBy("id"))).toEqual([
      { id: 1, city: "Bergen", zip: 5003 },
      { id: 2, city: null, zip: 1 },
      { id: 3, city: null, zip: null },
    ]);
    expect(await run(table.filter((c) => c.place.f.zip.gt(1)).select((c) => c.place.f.city))).toEqual([
      { city: "Bergen" },
    ]);
  });
  test("bools and floats in arrays", async () => {
    expect(
      await run(
        rows({ a: array(bool), b: array(float64) }, [{ a: [true, null], b: [0.5] }])
          .unnest("a", { offset: "i" })
          .orderBy("i"),
      ),
    ).toEqual([
      { a: true, b: [0.5], i: 0 },
      { a: null, b: [0.5], i: 1 },
    ]);
  });
});
