import { int64, notNull, string } from "@avocet/core";
import { expect, test } from "vitest";
import { rows, run } from "./run.js";

const people = rows({ id: notNull(int64), boss: int64, name: string }, [
  { id: 1, boss: null, name: "a" },
  { id: 2, boss: 1, name: "b" },
  { id: 3, boss: 1, name: "c" },
  { id: 4, boss: 3, name: "c" },
]);
const ids = async (of: typeof people) => (await run(of.select("id").orderBy("id"))).map((row) => row.id);

test("rows whose value is in another table, or in the same one", async () => {
  const names = rows({ name: string }, [{ name: "a" }, { name: "c" }, { name: "c" }]);
  expect(await ids(people.filter((p) => p.name.isin(names)))).toEqual([1, 3, 4]);
  expect(await ids(people.filter((p) => p.name.notin(names)))).toEqual([2]);
  expect(await ids(people.filter((p) => p.id.isin(people.select("boss"))))).toEqual([1, 3]);
  const others = (name: typeof people.c.name) => people.filter((o) => o.name.ne(name)).select("boss");
  expect(await ids(people.filter((p) => p.id.isin(others(p.name))))).toEqual([1]);
});

test("a NULL makes what is not found unknown", async () => {
  const found = people
    .orderBy("id")
    .select((p) => ({ found: p.id.isin(people.select("boss")), none: p.boss.isin(people.filter(false).select("id")) }));
  expect((await run(found)).map((row) => row.found)).toEqual([true, null, true, null]);
  expect((await run(found)).map((row) => row.none)).toEqual([false, false, false, false]);
});
