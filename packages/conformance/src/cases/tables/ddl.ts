import type { Table } from "@avocet/core";
import { AvocetError, bool, date, float64, int64, lit, notNull, string, table, timestamp } from "@avocet/core";
import type { ConformanceBackend } from "../../backend.js";
import { rows, scenario } from "../../build.js";
import { group } from "../../case.js";
import { EQUATABLE, OPAQUE, ORDERED } from "../dtypes/values.js";

const NUMBERS = { n: int64 };
const numbers = rows(NUMBERS, [{ n: 1 }, { n: 2 }, { n: 3 }]);
type Numbers = Table<typeof NUMBERS>;
const REQUIRED = [
  ["id", false],
  ["s", false],
  ["x", true],
];
const PREFIX = "conformance_";
const listNames = async (backend: ConformanceBackend): Promise<string[]> =>
  (await backend.tables())
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => name.slice(PREFIX.length))
    .sort();
const readValues = async (backend: ConformanceBackend, name: string): Promise<unknown[]> => {
  const list = await backend.execute((await backend.table(PREFIX + name)).orderBy("n"));
  return list.map((row) => row.n);
};
/** A scenario that drops its tables and views at the end. */
const ddlScenario = (name: string, run: (backend: ConformanceBackend) => Promise<unknown>, expected: unknown) =>
  scenario(
    name,
    async (backend) => {
      try {
        return await run(backend);
      } finally {
        await dropAll(backend);
      }
    },
    expected,
  );
/** Drops views before tables, dependent views first: some engines do not drop a table that a view reads. */
async function dropAll(backend: ConformanceBackend): Promise<void> {
  for (let pass = 0; pass < 3; pass++)
    for (const name of await listNames(backend)) await backend.dropView(PREFIX + name).catch(() => undefined);
  for (const name of await listNames(backend)) await backend.dropTable(PREFIX + name);
}
const errorCodeOf = async (promise: Promise<unknown>): Promise<string> => {
  try {
    await promise;
    return "no error";
  } catch (error) {
    if (error instanceof AvocetError && error.code !== "unsupported-operation") return error.code;
    throw error;
  }
};
const readNumbers = async (backend: ConformanceBackend, name: string): Promise<Numbers> =>
  (await backend.table(PREFIX + name)).cast({ n: int64 }) as unknown as Numbers; // created with this schema

/** Tables and views that are created, replaced and dropped. */
export const tablesAndViews = group("tables and views", [
  ddlScenario(
    "createTable returns the table and lists it",
    async (backend) => {
      const created = await backend.createTable(`${PREFIX}a`, numbers);
      return {
        created: (await backend.execute(created.orderBy("n"))).length,
        names: await listNames(backend),
        rows: await readValues(backend, "a"),
      };
    },
    { created: 3, names: ["a"], rows: [1, 2, 3] },
  ),
  ddlScenario(
    "createTable without rows",
    async (backend) => {
      await backend.createTable(`${PREFIX}a`, numbers.filter(false));
      return readValues(backend, "a");
    },
    [],
  ),
  ddlScenario(
    "createTable from a query",
    async (backend) => {
      const a = await backend.createTable(`${PREFIX}a`, numbers);
      await backend.createTable(
        `${PREFIX}b`,
        a.filter((c) => c.n.gt(1)).mutate((c) => ({ n: c.n.mul(10) })),
      );
      return readValues(backend, "b");
    },
    [20, 30],
  ),
  ddlScenario(
    "a view reflects inserts into its table",
    async (backend) => {
      const a = await backend.createTable(`${PREFIX}a`, numbers);
      await backend.createView(
        `${PREFIX}v`,
        a.filter((c) => c.n.gt(1)),
      );
      const initial = await readValues(backend, "v");
      await backend.insert(`${PREFIX}a`, rows(NUMBERS, [{ n: 9 }]));
      return { initial, afterInsert: await readValues(backend, "v"), names: await listNames(backend) };
    },
    { initial: [2, 3], afterInsert: [2, 3, 9], names: ["a", "v"] },
  ),
  ddlScenario(
    "createView from a memtable",
    async (backend) => {
      await backend.createView(`${PREFIX}v`, numbers.limit(2));
      return (await readValues(backend, "v")).length;
    },
    2,
  ),
  ddlScenario(
    "createTable and createView fail for an existing name without replace",
    async (backend) => {
      await backend.createTable(`${PREFIX}a`, numbers);
      const refused = [
        await errorCodeOf(backend.createTable(`${PREFIX}a`, numbers)),
        await errorCodeOf(backend.createView(`${PREFIX}a`, numbers)),
      ];
      await backend.createTable(
        `${PREFIX}a`,
        numbers.filter((c) => c.n.eq(1)),
        { replace: true },
      );
      return { refused: refused.map((code) => code !== "no error"), rows: await readValues(backend, "a") };
    },
    { refused: [true, true], rows: [1] },
  ),
  ddlScenario(
    "replace turns a table into a view and a view into a table",
    async (backend) => {
      await backend.createTable(`${PREFIX}x`, numbers);
      await backend.createView(
        `${PREFIX}x`,
        numbers.filter((c) => c.n.lt(3)),
        { replace: true },
      );
      const view = await readValues(backend, "x");
      await backend.createTable(
        `${PREFIX}x`,
        numbers.filter((c) => c.n.lt(2)),
        { replace: true },
      );
      return { view, table: await readValues(backend, "x"), names: await listNames(backend) };
    },
    { view: [1, 2], table: [1], names: ["x"] },
  ),
  ddlScenario(
    "a table is replaced by a query over itself",
    async (backend) => {
      await backend.createTable(`${PREFIX}x`, numbers);
      await backend.createTable(
        `${PREFIX}x`,
        (await readNumbers(backend, "x")).mutate((c) => ({ n: c.n.add(1) })),
        { replace: true },
      );
      return readValues(backend, "x");
    },
    [2, 3, 4],
  ),
  ddlScenario(
    "a view is replaced by a table computed from it",
    async (backend) => {
      await backend.createView(
        `${PREFIX}v`,
        numbers.filter((c) => c.n.gt(1)),
      );
      await backend.createTable(
        `${PREFIX}v`,
        (await readNumbers(backend, "v")).mutate((c) => ({ n: c.n.mul(10) })),
        { replace: true },
      );
      return readValues(backend, "v");
    },
    [20, 30],
  ),
  ddlScenario(
    "createView rejects a view that reads itself",
    async (backend) => {
      const v = await backend.createView(`${PREFIX}v`, numbers);
      return {
        code: await errorCodeOf(backend.createView(`${PREFIX}v`, v.limit(1), { replace: true })),
        rows: (await readValues(backend, "v")).length,
      };
    },
    { code: "invalid-argument", rows: 3 },
  ),
  ddlScenario(
    "a failed replace leaves the old table or view unchanged",
    async (backend) => {
      const bad = rows({ s: string }, [{ s: "1" }, { s: "x" }]).select((c) => ({ n: c.s.cast(int64) }));
      await backend.createTable(`${PREFIX}t`, numbers);
      await backend.createView(`${PREFIX}v`, numbers);
      const codes = [
        await errorCodeOf(backend.createTable(`${PREFIX}t`, bad, { replace: true })),
        await errorCodeOf(backend.createTable(`${PREFIX}v`, bad, { replace: true })),
      ];
      return {
        codes,
        t: await readValues(backend, "t"),
        v: await readValues(backend, "v"),
        names: await listNames(backend),
      };
    },
    { codes: ["backend", "backend"], t: [1, 2, 3], v: [1, 2, 3], names: ["t", "v"] },
  ),
  ddlScenario(
    "replace from a missing table leaves the old table unchanged",
    async (backend) => {
      await backend.createTable(`${PREFIX}t`, numbers);
      const missingTable = table(`${PREFIX}not_there`, NUMBERS);
      const codes = [
        await errorCodeOf(backend.createTable(`${PREFIX}t`, missingTable, { replace: true })),
        await errorCodeOf(backend.createView(`${PREFIX}t`, missingTable, { replace: true })),
      ];
      return { codes, rows: await readValues(backend, "t") };
    },
    { codes: ["unknown-table", "unknown-table"], rows: [1, 2, 3] },
  ),
  ddlScenario(
    "reading a missing table is an error",
    async (backend) => {
      await backend.createTable(`${PREFIX}orders`, numbers);
      const code = await errorCodeOf(backend.table(`${PREFIX}order`));
      const run = await errorCodeOf(backend.execute(table(`${PREFIX}order`, NUMBERS)));
      return { code, run };
    },
    { code: "unknown-table", run: "unknown-table" },
  ),
  ddlScenario(
    "dropTable rejects views and dropView rejects tables",
    async (backend) => {
      await backend.createTable(`${PREFIX}t`, numbers);
      await backend.createView(`${PREFIX}v`, numbers);
      const codes = [
        await errorCodeOf(backend.dropTable(`${PREFIX}v`)),
        await errorCodeOf(backend.dropView(`${PREFIX}t`)),
      ];
      const initial = await listNames(backend);
      await backend.dropTable(`${PREFIX}t`);
      await backend.dropView(`${PREFIX}v`);
      return { codes, initial, afterDrop: await listNames(backend) };
    },
    { codes: ["invalid-argument", "invalid-argument"], initial: ["t", "v"], afterDrop: [] },
  ),
  ddlScenario(
    "dropping a missing table or view is an error without ifExists",
    async (backend) => {
      const codes = [
        await errorCodeOf(backend.dropTable(`${PREFIX}t`)),
        await errorCodeOf(backend.dropView(`${PREFIX}v`)),
      ];
      await backend.dropTable(`${PREFIX}t`, { ifExists: true });
      await backend.dropView(`${PREFIX}v`, { ifExists: true });
      return codes;
    },
    ["unknown-table", "unknown-table"],
  ),
  ddlScenario(
    "table names with spaces, quotes and keywords",
    async (backend) => {
      const names = ["select", "with space", "it's", "o-k", "UPPER", "日本"];
      const counts: number[] = [];
      for (const name of names) {
        await backend.createTable(PREFIX + name, numbers);
        counts.push((await readValues(backend, name)).length);
        await backend.createView(PREFIX + name, numbers, { replace: true });
        await backend.dropView(PREFIX + name);
      }
      return { counts, remaining: await listNames(backend) };
    },
    { counts: [3, 3, 3, 3, 3, 3], remaining: [] },
  ),
  ddlScenario(
    "column names with spaces, quotes and keywords",
    async (backend) => {
      const odd = rows({ select: int64, "with space": string, "it's": int64, größe: bool }, [
        { select: 1, "with space": "x", "it's": 2, größe: true },
      ]);
      await backend.createTable(`${PREFIX}odd`, odd);
      return backend.execute(await backend.table(`${PREFIX}odd`));
    },
    [{ select: 1, "with space": "x", "it's": 2, größe: true }],
  ),
  ddlScenario(
    "insert matches columns by name and fills missing ones with NULL",
    async (backend) => {
      await backend.createTable(`${PREFIX}t`, rows({ id: int64, s: string, x: float64 }, [{ id: 1, s: "a", x: 0.5 }]));
      await backend.insert(`${PREFIX}t`, rows({ x: float64, id: int64 }, [{ x: 1.5, id: 2 }]));
      await backend.insert(`${PREFIX}t`, rows({ id: int64, s: string, x: float64 }, []));
      return backend.execute((await backend.table(`${PREFIX}t`)).orderBy("id"));
    },
    [
      { id: 1, s: "a", x: 0.5 },
      { id: 2, s: null, x: 1.5 },
    ],
  ),
  ddlScenario(
    "insert from a query over the same table",
    async (backend) => {
      const t = await backend.createTable(`${PREFIX}t`, numbers);
      await backend.insert(
        `${PREFIX}t`,
        t.mutate((c) => ({ n: c.n.add(10) })),
      );
      return readValues(backend, "t");
    },
    [1, 2, 3, 11, 12, 13],
  ),
  ddlScenario(
    "insert into a missing table is an error",
    (backend) => errorCodeOf(backend.insert(`${PREFIX}none`, numbers)),
    "unknown-table",
  ),
  ddlScenario(
    "ifNotExists keeps the existing table",
    async (backend) => {
      await backend.createTable(`${PREFIX}t`, numbers, { ifNotExists: true });
      await backend.createTable(`${PREFIX}t`, numbers.filter(false), { ifNotExists: true });
      return readValues(backend, "t");
    },
    [1, 2, 3],
  ),
  ddlScenario(
    "renameTable renames a table",
    async (backend) => {
      await backend.createTable(`${PREFIX}t`, numbers);
      await backend.renameTable(`${PREFIX}t`, `${PREFIX}u`);
      return { names: await listNames(backend), rows: await readValues(backend, "u") };
    },
    { names: ["u"], rows: [1, 2, 3] },
  ),
  ddlScenario(
    "a temporary table is read and dropped within a transaction",
    (backend) =>
      backend.transaction(async (transaction) => {
        const t = await transaction.createTable(`${PREFIX}temporary`, numbers, { temporary: true });
        const sums = await transaction.execute(t.aggregate((c) => ({ sum: c.n.sum() })));
        await transaction.dropTable(`${PREFIX}temporary`);
        return sums;
      }),
    [{ sum: 6 }],
  ),
  ddlScenario(
    "a transaction commits all changes or none",
    async (backend) => {
      await backend.createTable(`${PREFIX}t`, numbers);
      const failed = await errorCodeOf(
        backend.transaction(async (transaction) => {
          await transaction.insert(`${PREFIX}t`, rows(NUMBERS, [{ n: 8 }]));
          throw new AvocetError("invalid-argument", "no");
        }),
      );
      const afterRollback = await readValues(backend, "t");
      const committed = await backend.transaction(async (transaction) => {
        await transaction.insert(`${PREFIX}t`, rows(NUMBERS, [{ n: 8 }]));
        await transaction.insert(`${PREFIX}t`, rows(NUMBERS, [{ n: 9 }]));
        return readValues(transaction, "t");
      });
      return { failed, afterRollback, committed, end: await readValues(backend, "t") };
    },
    { failed: "invalid-argument", afterRollback: [1, 2, 3], committed: [1, 2, 3, 8, 9], end: [1, 2, 3, 8, 9] },
  ),
  ddlScenario(
    "createTable with a thousand rows",
    async (backend) => {
      const thousandRows = rows(
        { n: int64, s: string },
        Array.from({ length: 1000 }, (_, n) => ({ n, s: `row ${n}` })),
      );
      const t = await backend.createTable(`${PREFIX}many`, thousandRows);
      return backend.execute(t.aggregate((c) => ({ rows: c.n.count(), sum: c.n.sum(), last: c.s.max() })));
    },
    [{ rows: 1000, sum: 499500, last: "row 999" }],
  ),
  ddlScenario(
    "createTable preserves dtypes",
    async (backend) => {
      const schema = { b: bool, n: int64, x: float64, s: string, on: date, at: timestamp() };
      await backend.createTable(`${PREFIX}typed`, rows(schema, []));
      return [...(await backend.table(`${PREFIX}typed`)).relation.schema].map(([name, dtype]) => [name, dtype.kind]);
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
  ddlScenario(
    "createTable writes NOT NULL constraints, and the table is opened with the schema it was created with",
    async (backend) => {
      const schema = { id: notNull(int64), s: notNull(string), x: float64 };
      const table = rows(schema, [{ id: 1, s: "a", x: null }]);
      const nullability = async (name: string) =>
        [...(await backend.table(PREFIX + name)).relation.schema].map(([column, { nullable }]) => [column, nullable]);
      await backend.createTable(`${PREFIX}r`, table);
      await backend.createTable(`${PREFIX}r`, table, { ifNotExists: true });
      const created = await nullability("r");
      const insertNull = await errorCodeOf(backend.insert(`${PREFIX}r`, rows({ id: int64, s: string }, [{ s: "b" }])));
      await backend.createTable(`${PREFIX}r`, table.mutate({ s: lit(null, string) }), { replace: true });
      const replaced = await nullability("r");
      await backend.createTable(`${PREFIX}r`, table, { replace: true });
      const restored = await nullability("r");
      await backend.createView(`${PREFIX}v`, table);
      await backend.createTable(`${PREFIX}v`, table, { replace: true });
      return { created, insertNull, replaced, restored, overView: await nullability("v") };
    },
    {
      created: REQUIRED,
      insertNull: "backend",
      replaced: [
        ["id", false],
        ["s", true],
        ["x", true],
      ],
      restored: REQUIRED,
      overView: REQUIRED,
    },
  ),
  ddlScenario(
    "a stored table combined with memtables in joins, unions and subqueries",
    async (backend) => {
      const t = await backend.createTable(`${PREFIX}t`, numbers);
      const memtable = rows({ n: int64, s: string }, [{ n: 2, s: "two" }]);
      const joined = await backend.execute(t.innerJoin(memtable, "n"));
      const filtered = await backend.execute(
        t
          .filter((c) => c.n.isin(memtable.select("n")))
          .union(rows(NUMBERS, [{ n: 7 }]))
          .orderBy("n"),
      );
      return { joined, filtered };
    },
    { joined: [{ n: 2, s: "two" }], filtered: [{ n: 2 }, { n: 7 }] },
  ),
]);

/** Values written to a table and read again. */
export const storedValues = group(
  "stored values by dtype",
  [...ORDERED, ...EQUATABLE, ...OPAQUE].map(({ name, dtype, values }) =>
    ddlScenario(
      name,
      async (backend) => {
        const schema = { id: int64, v: dtype };
        const list = [...values, null].map((v, id) => ({ id, v }));
        const t = await backend.createTable(`${PREFIX}stored`, rows(schema, list.slice(0, 2)));
        await backend.insert(`${PREFIX}stored`, rows(schema, list.slice(2)));
        const back = await backend.execute(t.orderBy("id").select("v"));
        return back.map((row) => row.v);
      },
      [...values, null],
    ),
  ),
);
