import type { Table } from "@avocet/core";
import { AvocetError, bool, int8, int64, lit, notNull, string } from "@avocet/core";
import type { ConformanceBackend } from "../backend.js";
import { rows, scenario } from "../build.js";
import type { Case } from "../case.js";
import { group } from "../case.js";

const STOCK = { id: int64, name: string, left: int64 };
const initial = [
  { id: 1, name: "tea", left: 5 },
  { id: 2, name: "cup", left: 0 },
  { id: null, name: "odd", left: 9 },
];
type Stock = Table<typeof STOCK>;

/** A story of a table with some rows, and the rows that it comes to. */
const story = (name: string, work: (on: ConformanceBackend, stock: Stock) => Promise<unknown>, gives: unknown): Case =>
  scenario(
    name,
    async (on) => {
      const stock = await on.createTable("avocet_stock", rows(STOCK, initial), { replace: true });
      try {
        const result = await work(on, stock);
        return { result, stock: await on.execute(stock.orderBy("id", "left")) };
      } finally {
        await on.dropTable("avocet_stock");
      }
    },
    gives,
  );
/** What is refused, by code. */
async function refused(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return "nothing was refused";
  } catch (error) {
    if (error instanceof AvocetError) return error.reason === "data" ? "data" : error.code;
    throw error;
  }
}
const changes = rows({ id: int64, left: int64 }, [
  { id: 2, left: 7 },
  { id: null, left: 8 },
  { id: 3, left: 1 },
]);
const withGone = rows({ ...STOCK, gone: bool }, [
  { id: 1, name: "coffee", left: 50, gone: false },
  { id: 2, name: "cup", left: 0, gone: true },
  { id: 4, name: "pot", left: 4, gone: true },
  { id: 5, name: "jug", left: 6, gone: null },
]);
const twice = (id: number | null) =>
  rows({ id: int64, left: int64 }, [
    { id, left: 1 },
    { id, left: 2 },
  ]);

/** Rows that change: merge, update, delete, insert, truncate. */
export const rowChanges = group("changes", [
  story(
    "merge updates by key and adds the rest; NULL is the key of NULL",
    (on) => on.merge("avocet_stock", changes, { on: "id" }),
    {
      result: 3,
      stock: [
        { id: 1, name: "tea", left: 5 },
        { id: 2, name: "cup", left: 7 },
        { id: 3, name: null, left: 1 },
        { id: null, name: "odd", left: 8 },
      ],
    },
  ),
  story(
    "merge of some columns; rows to delete; NULL deletes nothing",
    async (on) => {
      await on.merge("avocet_stock", withGone, { on: ["id"], update: ["left"], deleteWhere: "gone" });
    },
    {
      result: undefined,
      stock: [
        { id: 1, name: "tea", left: 50 },
        { id: 5, name: "jug", left: 6 },
        { id: null, name: "odd", left: 9 },
      ],
    },
  ),
  story(
    "merge deletes what matches and ignores the rest",
    (on) => on.merge("avocet_stock", changes, { on: "id", matched: "delete", notMatched: "ignore" }),
    { result: 2, stock: [initial[0]] },
  ),
  story(
    "merge by two keys keeps what matches",
    (on) =>
      on.merge(
        "avocet_stock",
        rows(STOCK, [
          { id: 1, name: "tea", left: 0 },
          { id: 1, name: "milk", left: 2 },
        ]),
        {
          on: ["id", "name"],
          matched: "keep",
        },
      ),
    { result: 1, stock: [{ id: 1, name: "milk", left: 2 }, ...initial] },
  ),
  ...[1, 77, null].map((id) =>
    story(
      `two new rows of the key ${id} are an error`,
      (on) => refused(() => on.merge("avocet_stock", twice(id), { on: "id" })),
      { result: "data", stock: initial },
    ),
  ),
  story("delete", (on, stock) => on.delete(stock.filter((c) => c.left.eq(0))), {
    result: 1,
    stock: [initial[0], initial[2]],
  }),
  story(
    "delete of what another table names",
    (on, stock) => on.delete(stock.filter((c) => c.id.isin(rows({ id: int64 }, [{ id: 1 }, { id: null }])))),
    { result: 1, stock: [initial[1], initial[2]] },
  ),
  story(
    "update from the old values",
    (on, stock) =>
      on.update(
        stock.filter((c) => c.left.lt(6)),
        (c) => ({ left: c.left.add(1), name: c.name.upper() }),
      ),
    {
      result: 2,
      stock: [{ id: 1, name: "TEA", left: 6 }, { id: 2, name: "CUP", left: 1 }, initial[2]],
    },
  ),
  story("update casts integers", (on, stock) => on.update(stock, () => ({ left: lit(3, int8) })), {
    result: 3,
    stock: initial.map((row) => ({ ...row, left: 3 })),
  }),
  story("update takes no reductions", (on, stock) => refused(() => on.update(stock, (c) => ({ left: c.left.sum() }))), {
    result: "invalid-argument",
    stock: initial,
  }),
  story("delete takes no limits", (on, stock) => refused(() => on.delete(stock.limit(1))), {
    result: "invalid-argument",
    stock: initial,
  }),
  story(
    "insert by name; what is left out is NULL",
    (on) => on.insert("avocet_stock", rows({ left: int64, id: notNull(int8) }, [{ id: 9, left: 2 }])),
    {
      result: 1,
      stock: [initial[0], initial[1], { id: 9, name: null, left: 2 }, initial[2]],
    },
  ),
  story(
    "insert of a column that is not there",
    (on) => refused(() => on.insert("avocet_stock", rows({ colour: string }, [{ colour: "red" }]))),
    { result: "schema-mismatch", stock: initial },
  ),
  story(
    "insert of a column of another kind",
    (on) => refused(() => on.insert("avocet_stock", rows({ id: string }, [{ id: "1" }]))),
    { result: "schema-mismatch", stock: initial },
  ),
  story("truncate", (on) => on.truncate("avocet_stock"), { result: undefined, stock: [] }),
]);
