import type { Table } from "@avocet/core";
import { AvocetError, bool, date, float64, int64, string, table, timestamp } from "@avocet/core";
import type { ConformanceBackend } from "../../backend.js";
import { rows, scenario } from "../../build.js";
import { group } from "../../case.js";
import { EQUATABLE, OPAQUE, ORDERED } from "../dtypes/values.js";

const NUMBERS = { n: int64 };
const numbers = rows(NUMBERS, [{ n: 1 }, { n: 2 }, { n: 3 }]);
type Numbers = Table<typeof NUMBERS>;
const PREFIX = "conformance_";
const own = async (on: ConformanceBackend): Promise<string[]> =>
  (await on.tables())
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => name.slice(PREFIX.length))
    .sort();
const all = async (on: ConformanceBackend, name: string): Promise<unknown[]> => {
  const list = await on.execute((await on.table(PREFIX + name)).orderBy("n"));
  return list.map((row) => row.n);
};
/** What a story comes to, or the code of what is refused; each leaves no table behind. */
const story = (name: string, run: (on: ConformanceBackend) => Promise<unknown>, gives: unknown) =>
  scenario(
    name,
    async (on) => {
      try {
        return await run(on);
      } finally {
        await clearedOf(on);
      }
    },
    gives,
  );
/** Views first, those of views before those that they read: some engines keep a table as long as a view reads it. */
async function clearedOf(on: ConformanceBackend): Promise<void> {
  for (let round = 0; round < 3; round++)
    for (const name of await own(on)) await on.dropView(PREFIX + name).catch(() => undefined);
  for (const name of await own(on)) await on.dropTable(PREFIX + name);
}
const refusal = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return "nothing was refused";
  } catch (error) {
    if (error instanceof AvocetError && error.code !== "unsupported-operation") return error.code;
    throw error;
  }
};
const numbersIn = async (on: ConformanceBackend, name: string): Promise<Numbers> =>
  (await on.table(PREFIX + name)).cast({ n: int64 }) as unknown as Numbers; // as it was made

/** Tables and views that are made, replaced, dropped. */
export const made = group("tables and views", [
  story(
    "a table that is made is given, and is there",
    async (on) => {
      const given = await on.createTable(`${PREFIX}a`, numbers);
      return { given: (await on.execute(given.orderBy("n"))).length, there: await own(on), rows: await all(on, "a") };
    },
    { given: 3, there: ["a"], rows: [1, 2, 3] },
  ),
  story(
    "a table of no rows",
    async (on) => {
      await on.createTable(`${PREFIX}a`, numbers.filter(false));
      return all(on, "a");
    },
    [],
  ),
  story(
    "a table of a query",
    async (on) => {
      const a = await on.createTable(`${PREFIX}a`, numbers);
      await on.createTable(
        `${PREFIX}b`,
        a.filter((c) => c.n.gt(1)).mutate((c) => ({ n: c.n.mul(10) })),
      );
      return all(on, "b");
    },
    [20, 30],
  ),
  story(
    "a view follows its table",
    async (on) => {
      const a = await on.createTable(`${PREFIX}a`, numbers);
      await on.createView(
        `${PREFIX}v`,
        a.filter((c) => c.n.gt(1)),
      );
      const before = await all(on, "v");
      await on.insert(`${PREFIX}a`, rows(NUMBERS, [{ n: 9 }]));
      return { before, after: await all(on, "v"), there: await own(on) };
    },
    { before: [2, 3], after: [2, 3, 9], there: ["a", "v"] },
  ),
  story(
    "a view of rows in memory",
    async (on) => {
      await on.createView(`${PREFIX}v`, numbers.limit(2));
      return (await all(on, "v")).length;
    },
    2,
  ),
  story(
    "over one that is there only when told",
    async (on) => {
      await on.createTable(`${PREFIX}a`, numbers);
      const refused = [
        await refusal(on.createTable(`${PREFIX}a`, numbers)),
        await refusal(on.createView(`${PREFIX}a`, numbers)),
      ];
      await on.createTable(
        `${PREFIX}a`,
        numbers.filter((c) => c.n.eq(1)),
        { replace: true },
      );
      return { refused: refused.map((code) => code !== "nothing was refused"), rows: await all(on, "a") };
    },
    { refused: [true, true], rows: [1] },
  ),
  story(
    "a view in place of a table, and a table in place of a view",
    async (on) => {
      await on.createTable(`${PREFIX}x`, numbers);
      await on.createView(
        `${PREFIX}x`,
        numbers.filter((c) => c.n.lt(3)),
        { replace: true },
      );
      const view = await all(on, "x");
      await on.createTable(
        `${PREFIX}x`,
        numbers.filter((c) => c.n.lt(2)),
        { replace: true },
      );
      return { view, table: await all(on, "x"), there: await own(on) };
    },
    { view: [1, 2], table: [1], there: ["x"] },
  ),
  story(
    "a table of what it takes the place of",
    async (on) => {
      await on.createTable(`${PREFIX}x`, numbers);
      await on.createTable(
        `${PREFIX}x`,
        (await numbersIn(on, "x")).mutate((c) => ({ n: c.n.add(1) })),
        { replace: true },
      );
      return all(on, "x");
    },
    [2, 3, 4],
  ),
  story(
    "a table of the view that it takes the place of",
    async (on) => {
      await on.createView(
        `${PREFIX}v`,
        numbers.filter((c) => c.n.gt(1)),
      );
      await on.createTable(
        `${PREFIX}v`,
        (await numbersIn(on, "v")).mutate((c) => ({ n: c.n.mul(10) })),
        { replace: true },
      );
      return all(on, "v");
    },
    [20, 30],
  ),
  story(
    "a view that would read itself is refused",
    async (on) => {
      const v = await on.createView(`${PREFIX}v`, numbers);
      return {
        code: await refusal(on.createView(`${PREFIX}v`, v.limit(1), { replace: true })),
        rows: (await all(on, "v")).length,
      };
    },
    { code: "invalid-argument", rows: 3 },
  ),
  story(
    "a table that fails changes nothing",
    async (on) => {
      const bad = rows({ s: string }, [{ s: "1" }, { s: "x" }]).select((c) => ({ n: c.s.cast(int64) }));
      await on.createTable(`${PREFIX}t`, numbers);
      await on.createView(`${PREFIX}v`, numbers);
      const codes = [
        await refusal(on.createTable(`${PREFIX}t`, bad, { replace: true })),
        await refusal(on.createTable(`${PREFIX}v`, bad, { replace: true })),
      ];
      return { codes, t: await all(on, "t"), v: await all(on, "v"), there: await own(on) };
    },
    { codes: ["backend", "backend"], t: [1, 2, 3], v: [1, 2, 3], there: ["t", "v"] },
  ),
  story(
    "a table or a view of one that is not there changes nothing",
    async (on) => {
      await on.createTable(`${PREFIX}t`, numbers);
      const gone = table(`${PREFIX}not_there`, NUMBERS);
      const codes = [
        await refusal(on.createTable(`${PREFIX}t`, gone, { replace: true })),
        await refusal(on.createView(`${PREFIX}t`, gone, { replace: true })),
      ];
      return { codes, rows: await all(on, "t") };
    },
    { codes: ["unknown-table", "unknown-table"], rows: [1, 2, 3] },
  ),
  story(
    "a table that is not there",
    async (on) => {
      await on.createTable(`${PREFIX}orders`, numbers);
      const code = await refusal(on.table(`${PREFIX}order`));
      const run = await refusal(on.execute(table(`${PREFIX}order`, NUMBERS)));
      return { code, run };
    },
    { code: "unknown-table", run: "unknown-table" },
  ),
  story(
    "dropped, as what it is",
    async (on) => {
      await on.createTable(`${PREFIX}t`, numbers);
      await on.createView(`${PREFIX}v`, numbers);
      const codes = [await refusal(on.dropTable(`${PREFIX}v`)), await refusal(on.dropView(`${PREFIX}t`))];
      const before = await own(on);
      await on.dropTable(`${PREFIX}t`);
      await on.dropView(`${PREFIX}v`);
      return { codes, before, after: await own(on) };
    },
    { codes: ["invalid-argument", "invalid-argument"], before: ["t", "v"], after: [] },
  ),
  story(
    "dropping what is not there is an error unless told",
    async (on) => {
      const codes = [await refusal(on.dropTable(`${PREFIX}t`)), await refusal(on.dropView(`${PREFIX}v`))];
      await on.dropTable(`${PREFIX}t`, { ifExists: true });
      await on.dropView(`${PREFIX}v`, { ifExists: true });
      return codes;
    },
    ["unknown-table", "unknown-table"],
  ),
  story(
    "a name of any text is a name",
    async (on) => {
      const names = ["select", "with space", "it's", "o-k", "UPPER", "日本"];
      const counts: number[] = [];
      for (const name of names) {
        await on.createTable(PREFIX + name, numbers);
        counts.push((await all(on, name)).length);
        await on.createView(PREFIX + name, numbers, { replace: true });
        await on.dropView(PREFIX + name);
      }
      return { counts, left: await own(on) };
    },
    { counts: [3, 3, 3, 3, 3, 3], left: [] },
  ),
  story(
    "columns of any name",
    async (on) => {
      const odd = rows({ select: int64, "with space": string, "it's": int64, größe: bool }, [
        { select: 1, "with space": "x", "it's": 2, größe: true },
      ]);
      await on.createTable(`${PREFIX}odd`, odd);
      return on.execute(await on.table(`${PREFIX}odd`));
    },
    [{ select: 1, "with space": "x", "it's": 2, größe: true }],
  ),
  story(
    "insert by name, with NULL for what is left out",
    async (on) => {
      await on.createTable(`${PREFIX}t`, rows({ id: int64, s: string, x: float64 }, [{ id: 1, s: "a", x: 0.5 }]));
      await on.insert(`${PREFIX}t`, rows({ x: float64, id: int64 }, [{ x: 1.5, id: 2 }]));
      await on.insert(`${PREFIX}t`, rows({ id: int64, s: string, x: float64 }, []));
      return on.execute((await on.table(`${PREFIX}t`)).orderBy("id"));
    },
    [
      { id: 1, s: "a", x: 0.5 },
      { id: 2, s: null, x: 1.5 },
    ],
  ),
  story(
    "insert of a query over the table itself",
    async (on) => {
      const t = await on.createTable(`${PREFIX}t`, numbers);
      await on.insert(
        `${PREFIX}t`,
        t.mutate((c) => ({ n: c.n.add(10) })),
      );
      return all(on, "t");
    },
    [1, 2, 3, 11, 12, 13],
  ),
  story("insert into a table that is not there", (on) => refusal(on.insert(`${PREFIX}none`, numbers)), "unknown-table"),
  story(
    "if it is not there, a table is made once",
    async (on) => {
      await on.createTable(`${PREFIX}t`, numbers, { ifNotExists: true });
      await on.createTable(`${PREFIX}t`, numbers.filter(false), { ifNotExists: true });
      return all(on, "t");
    },
    [1, 2, 3],
  ),
  story(
    "a table is renamed",
    async (on) => {
      await on.createTable(`${PREFIX}t`, numbers);
      await on.renameTable(`${PREFIX}t`, `${PREFIX}u`);
      return { there: await own(on), rows: await all(on, "u") };
    },
    { there: ["u"], rows: [1, 2, 3] },
  ),
  story(
    "a temporary table is read, and dropped, inside of its transaction",
    (on) =>
      on.transaction(async (inside) => {
        const t = await inside.createTable(`${PREFIX}temporary`, numbers, { temporary: true });
        const sums = await inside.execute(t.aggregate((c) => ({ sum: c.n.sum() })));
        await inside.dropTable(`${PREFIX}temporary`);
        return sums;
      }),
    [{ sum: 6 }],
  ),
  story(
    "a transaction is all or nothing",
    async (on) => {
      await on.createTable(`${PREFIX}t`, numbers);
      const failed = await refusal(
        on.transaction(async (inside) => {
          await inside.insert(`${PREFIX}t`, rows(NUMBERS, [{ n: 8 }]));
          throw new AvocetError("invalid-argument", "no");
        }),
      );
      const after = await all(on, "t");
      const given = await on.transaction(async (inside) => {
        await inside.insert(`${PREFIX}t`, rows(NUMBERS, [{ n: 8 }]));
        await inside.insert(`${PREFIX}t`, rows(NUMBERS, [{ n: 9 }]));
        return all(inside, "t");
      });
      return { failed, after, given, end: await all(on, "t") };
    },
    { failed: "invalid-argument", after: [1, 2, 3], given: [1, 2, 3, 8, 9], end: [1, 2, 3, 8, 9] },
  ),
  story(
    "a table of a thousand rows",
    async (on) => {
      const many = rows(
        { n: int64, s: string },
        Array.from({ length: 1000 }, (_, n) => ({ n, s: `row ${n}` })),
      );
      const t = await on.createTable(`${PREFIX}many`, many);
      return on.execute(t.aggregate((c) => ({ rows: c.n.count(), sum: c.n.sum(), last: c.s.max() })));
    },
    [{ rows: 1000, sum: 499500, last: "row 999" }],
  ),
  story(
    "the dtypes of a table are those of what it was made of",
    async (on) => {
      const schema = { b: bool, n: int64, x: float64, s: string, on: date, at: timestamp() };
      await on.createTable(`${PREFIX}typed`, rows(schema, []));
      return [...(await on.table(`${PREFIX}typed`)).relation.schema].map(([name, dtype]) => [name, dtype.kind]);
    },
    [
      ["b", "bool"],
      ["n", "int64"],
      ["x", "float64"],
      ["s", "string"],
      ["on", "date"],
      ["at", "timestamp"],
    ],
  ),
  story(
    "a table in joins, sets and subqueries with rows in memory",
    async (on) => {
      const t = await on.createTable(`${PREFIX}t`, numbers);
      const memory = rows({ n: int64, s: string }, [{ n: 2, s: "two" }]);
      const joined = await on.execute(t.innerJoin(memory, "n"));
      const kept = await on.execute(
        t
          .filter((c) => c.n.isin(memory.select("n")))
          .union(rows(NUMBERS, [{ n: 7 }]))
          .orderBy("n"),
      );
      return { joined, kept };
    },
    { joined: [{ n: 2, s: "two" }], kept: [{ n: 2 }, { n: 7 }] },
  ),
]);

/** Values that are written to a table and read back. */
export const stored = group(
  "values of each dtype, stored",
  [...ORDERED, ...EQUATABLE, ...OPAQUE].map(({ name, dtype, values }) =>
    story(
      name,
      async (on) => {
        const schema = { id: int64, v: dtype };
        const list = [...values, null].map((v, id) => ({ id, v }));
        const t = await on.createTable(`${PREFIX}stored`, rows(schema, list.slice(0, 2)));
        await on.insert(`${PREFIX}stored`, rows(schema, list.slice(2)));
        const back = await on.execute(t.orderBy("id").select("v"));
        return back.map((row) => row.v);
      },
      [...values, null],
    ),
  ),
);
