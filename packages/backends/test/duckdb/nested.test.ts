// Specific to DuckDB; the conformance package tests arrays, maps, structs and JSON on all engines.
import { array, int64 } from "@avocet/core";
import { expect, test } from "vitest";
import { rows, run } from "./run.js";

test("computed operands are computed once in chains of any length", async () => {
  const table = rows({ a: array(int64), b: array(int64), n: int64, m: int64 }, [{ a: [1, 2, 2], b: [3], n: 1, m: 2 }]);
  const { c } = table;
  let a = c.a.concat(c.b);
  for (let i = 0; i < 12; i++)
    a = a
      .zip(a.slice(c.n.sub(1), c.n))
      .map((p) => p.f.f1.coalesce(p.f.f2))
      .unique();
  expect(await run(table.select({ v: a.at(a.indexOf(a.at(a.indexOf(c.m.add(0))))) }))).toEqual([{ v: 2 }]);
});

test("subqueries in array callbacks are rejected", async () => {
  const table = rows({ a: array(int64) }, [{ a: [1, 2, 3] }]);
  const two = rows({ n: int64 }, [{ n: 2 }]).asScalar();
  await expect(run(table.select((c) => ({ a: c.a.map((x) => x.add(two)) })))).rejects.toMatchObject({
    code: "unsupported-operation",
  });
});
