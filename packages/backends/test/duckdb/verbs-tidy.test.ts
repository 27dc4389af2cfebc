import { date, decimal, desc, float64, int64, notNull, s, string } from "@avocet/core";
import { describe, expect, test } from "vitest";
import { rows, run } from "./run.js";

const DATA = [
  { id: 1, name: "a", day: "2026-01-01", amount: "1.50", share: 0.5 },
  { id: 2, name: "a", day: null, amount: null, share: null },
  { id: 3, name: null, day: null, amount: "2.00", share: 1 },
  { id: 4, name: "b", day: "2026-01-02", amount: null, share: 0.25 },
  { id: 5, name: "b", day: "2026-01-02", amount: "0.25", share: 2 },
  { id: 6, name: null, day: null, amount: null, share: null },
];
const t = rows({ id: notNull(int64), name: string, day: date, amount: decimal(9, 2), share: float64 }, DATA);
const ids = async (of: typeof t) => (await run(of)).map((row) => row.id).sort((a, b) => a - b);

test("relocate moves columns", async () => {
  const [row] = await run(t.relocate("share", { after: "id" }).limit(1));
  expect(Object.keys(row ?? {})).toEqual(["id", "share", "name", "day", "amount"]);
});

test("cast fails where tryCast gives NULL", async () => {
  const cast = await run(t.cast({ id: string, day: string }).orderBy("id").limit(2));
  expect(cast.map(({ id, day }) => [id, day])).toEqual([
    ["1", "2026-01-01"],
    ["2", null],
  ]);
  expect((await run(t.tryCast({ name: int64 }))).map((row) => row.name)).toEqual(DATA.map(() => null));
  await expect(run(t.cast({ name: int64 }))).rejects.toThrow();
});

describe("NULLs", () => {
  test("rows without any, or not of NULL alone", async () => {
    expect(await ids(t.dropNull())).toEqual([1, 5]);
    expect(await ids(t.dropNull("name"))).toEqual([1, 2, 4, 5]);
    expect(await ids(t.dropNull(["day", "amount"], { how: "all" }))).toEqual([1, 3, 4, 5]);
    expect(await ids(t.dropNull(s.none(), { how: "all" }))).toEqual([1, 2, 3, 4, 5, 6]);
  });
  test("replaced", async () => {
    const filled = await run(t.fillNull(0).fillNull("?").orderBy("id"));
    const expected = DATA.map((row) => ({
      ...row,
      name: row.name ?? "?",
      amount: row.amount ?? "0.00",
      share: row.share ?? 0,
    }));
    expect(filled).toEqual(expected);
    const each = await run(t.fillNull({ day: "2000-01-01", share: t.c.id }).orderBy("id"));
    expect(each.map(({ day, share }) => [day, share])).toEqual(
      DATA.map((row) => [row.day ?? "2000-01-01", row.share ?? row.id]),
    );
  });
});

describe("samples", () => {
  const many = rows(
    { id: notNull(int64) },
    Array.from({ length: 4000 }, (_, id) => ({ id })),
  );
  test("draw about the fraction, and the same rows for the same seed", async () => {
    const drawn = await run(many.sample(0.5, { seed: 3 }));
    expect(drawn.length).toBeGreaterThan(1700);
    expect(drawn.length).toBeLessThan(2300);
    expect(await run(many.sample(0.5, { seed: 3 }))).toEqual(drawn);
    expect(await run(many.sample(0))).toEqual([]);
    const below = await run(
      many
        .filter((c) => c.id.lt(100))
        .sample(0.5)
        .filter((c) => c.id.ge(50)),
    );
    expect(below.length).toBeLessThan(50);
    expect(below.every(({ id }) => id >= 50 && id < 100)).toBe(true);
  });
  test("of a sample is a smaller one", async () => {
    const twice = await run(many.sample(0.5).sample(0.5));
    expect(twice.length).toBeGreaterThan(700);
    expect(twice.length).toBeLessThan(1300);
    expect((await run(many.sample(0.5, { method: "block" }))).length).toBeLessThanOrEqual(4000);
  });
});

describe("distinct on columns", () => {
  test("keeps the first or the last in the order", async () => {
    expect(await ids(t.distinct({ on: "name", orderBy: "id" }))).toEqual([1, 3, 4]);
    expect(await ids(t.distinct({ on: "name", keep: "last", orderBy: "id" }))).toEqual([2, 5, 6]);
    expect(await ids(t.distinct({ on: "name", orderBy: desc("share") }))).toEqual([1, 3, 5]);
    expect(await ids(t.distinct({ on: "name", keep: "last", orderBy: "amount" }))).toEqual([2, 4, 6]);
    expect(await ids(t.distinct({ on: ["name", "day"], orderBy: "id" }))).toEqual([1, 2, 3, 4]);
  });
  test("keeps any row without an order, and none of several with keep: false", async () => {
    expect((await run(t.distinct({ on: "name" }))).map((row) => row.name).sort()).toEqual(["a", "b", null]);
    expect(await ids(t.distinct({ on: ["name", "day"], keep: false }))).toEqual([1, 2]);
    expect(await ids(t.distinct({ on: s.all() }).filter((c) => c.id.gt(4)))).toEqual([5, 6]);
  });
  test("under further steps", async () => {
    const first = t.distinct({ on: "name", orderBy: "id" });
    expect(await run(first.aggregate((c) => ({ total: c.id.sum() })))).toEqual([{ total: 8 }]);
    expect(await ids(first.mutate((c) => ({ id: c.id.mul(10) })).cast({ id: notNull(int64) }))).toEqual([10, 30, 40]);
  });
});
