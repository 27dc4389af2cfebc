import type { Table } from "@avocet/core";
import { AvocetError, bool, int8, int64, lit, notNull, string } from "@avocet/core";
import type { ConformanceBackend } from "../backend.js";
import { rows, scenario } from "../build.js";
import type { Case } from "../case.js";
import { group } from "../case.js";

const STOCK = { id: int64, name: string, quantity: int64 };
const initial = [
  { id: 1, name: "tea", quantity: 5 },
  { id: 2, name: "cup", quantity: 0 },
  { id: null, name: "odd", quantity: 9 },
];
type Stock = Table<typeof STOCK>;

/** A scenario on a stock table; compares the result of the call and the rows of the table afterwards. */
const stockScenario = (
  name: string,
  run: (backend: ConformanceBackend, stock: Stock) => Promise<unknown>,
  expected: unknown,
): Case =>
  scenario(
    name,
    async (backend) => {
      const stock = await backend.createTable("avocet_stock", rows(STOCK, initial), { replace: true });
      try {
        const result = await run(backend, stock);
        return { result, stock: await backend.execute(stock.orderBy("id", "quantity")) };
      } finally {
        await backend.dropTable("avocet_stock");
      }
    },
    expected,
  );
/** Returns the code of the error that a call raises, or "data" for its reason. */
async function errorCodeOf(run: () => Promise<unknown>): Promise<string> {
  try {
    await run();
    return "no error";
  } catch (error) {
    if (error instanceof AvocetError) return error.reason === "data" ? "data" : error.code;
    throw error;
  }
}
const changes = rows({ id: int64, quantity: int64 }, [
  { id: 2, quantity: 7 },
  { id: null, quantity: 8 },
  { id: 3, quantity: 1 },
]);
const changesWithDeletions = rows({ ...STOCK, deleted: bool }, [
  { id: 1, name: "coffee", quantity: 50, deleted: false },
  { id: 2, name: "cup", quantity: 0, deleted: true },
  { id: 4, name: "pot", quantity: 4, deleted: true },
  { id: 5, name: "jug", quantity: 6, deleted: null },
]);
const duplicateRows = (id: number | null) =>
  rows({ id: int64, quantity: int64 }, [
    { id, quantity: 1 },
    { id, quantity: 2 },
  ]);

/** Merge, update, delete, insert and truncate. */
export const rowChanges = group("row changes", [
  stockScenario(
    "merge updates matching rows, inserts the others, and matches NULL keys",
    (backend) => backend.merge("avocet_stock", changes, { on: "id" }),
    {
      result: 3,
      stock: [
        { id: 1, name: "tea", quantity: 5 },
        { id: 2, name: "cup", quantity: 7 },
        { id: 3, name: null, quantity: 1 },
        { id: null, name: "odd", quantity: 8 },
      ],
    },
  ),
  stockScenario(
    "merge updates selected columns and deletes rows where a flag is true, not NULL",
    async (backend) => {
      await backend.merge("avocet_stock", changesWithDeletions, {
        on: ["id"],
        update: ["quantity"],
        deleteWhere: "deleted",
      });
    },
    {
      result: undefined,
      stock: [
        { id: 1, name: "tea", quantity: 50 },
        { id: 5, name: "jug", quantity: 6 },
        { id: null, name: "odd", quantity: 9 },
      ],
    },
  ),
  stockScenario(
    "merge deletes matching rows and ignores the others",
    (backend) => backend.merge("avocet_stock", changes, { on: "id", matched: "delete", notMatched: "ignore" }),
    { result: 2, stock: [initial[0]] },
  ),
  stockScenario(
    "merge by two keys keeps matching rows",
    (backend) =>
      backend.merge(
        "avocet_stock",
        rows(STOCK, [
          { id: 1, name: "tea", quantity: 0 },
          { id: 1, name: "milk", quantity: 2 },
        ]),
        {
          on: ["id", "name"],
          matched: "keep",
        },
      ),
    { result: 1, stock: [{ id: 1, name: "milk", quantity: 2 }, ...initial] },
  ),
  ...[1, 77, null].map((id) =>
    stockScenario(
      `merge fails for two source rows with the key ${id}`,
      (backend) => errorCodeOf(() => backend.merge("avocet_stock", duplicateRows(id), { on: "id" })),
      { result: "data", stock: initial },
    ),
  ),
  stockScenario(
    "delete removes filtered rows",
    (backend, stock) => backend.delete(stock.filter((c) => c.quantity.eq(0))),
    {
      result: 1,
      stock: [initial[0], initial[2]],
    },
  ),
  stockScenario(
    "delete removes rows that another table lists",
    (backend, stock) => backend.delete(stock.filter((c) => c.id.isin(rows({ id: int64 }, [{ id: 1 }, { id: null }])))),
    { result: 1, stock: [initial[1], initial[2]] },
  ),
  stockScenario(
    "update computes new values from the old ones",
    (backend, stock) =>
      backend.update(
        stock.filter((c) => c.quantity.lt(6)),
        (c) => ({ quantity: c.quantity.add(1), name: c.name.upper() }),
      ),
    {
      result: 2,
      stock: [{ id: 1, name: "TEA", quantity: 6 }, { id: 2, name: "CUP", quantity: 1 }, initial[2]],
    },
  ),
  stockScenario(
    "update casts integers",
    (backend, stock) => backend.update(stock, () => ({ quantity: lit(3, int8) })),
    {
      result: 3,
      stock: initial.map((row) => ({ ...row, quantity: 3 })),
    },
  ),
  stockScenario(
    "update rejects aggregates",
    (backend, stock) => errorCodeOf(() => backend.update(stock, (c) => ({ quantity: c.quantity.sum() }))),
    {
      result: "invalid-argument",
      stock: initial,
    },
  ),
  stockScenario("delete rejects a limit", (backend, stock) => errorCodeOf(() => backend.delete(stock.limit(1))), {
    result: "invalid-argument",
    stock: initial,
  }),
  stockScenario(
    "insert matches columns by name and fills missing ones with NULL",
    (backend) => backend.insert("avocet_stock", rows({ quantity: int64, id: notNull(int8) }, [{ id: 9, quantity: 2 }])),
    {
      result: 1,
      stock: [initial[0], initial[1], { id: 9, name: null, quantity: 2 }, initial[2]],
    },
  ),
  stockScenario(
    "insert rejects an unknown column",
    (backend) => errorCodeOf(() => backend.insert("avocet_stock", rows({ color: string }, [{ color: "red" }]))),
    { result: "schema-mismatch", stock: initial },
  ),
  stockScenario(
    "insert rejects a column of another dtype",
    (backend) => errorCodeOf(() => backend.insert("avocet_stock", rows({ id: string }, [{ id: "1" }]))),
    { result: "schema-mismatch", stock: initial },
  ),
  stockScenario("truncate deletes all rows", (backend) => backend.truncate("avocet_stock"), {
    result: undefined,
    stock: [],
  }),
]);
