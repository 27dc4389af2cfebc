import { int64, lit, memtable, param, string } from "@avocet/core";
import { expect, expectTypeOf, test } from "vitest";
import { evaluate, rows, run } from "./run.js";

test("evaluate and run return values and rows", async () => {
  const three = await evaluate(lit(1).add(2));
  expect(three).toBe(3);
  expectTypeOf(three).toEqualTypeOf<number>();
  const values = await evaluate({ a: lit(1), b: lit("x") });
  expect(values).toEqual({ a: 1, b: "x" });
  expectTypeOf(values).toEqualTypeOf<{ a: number; b: string }>();
  const table = rows({ id: int64, name: string }, [{ id: 1, name: "a" }, { id: 2 }]);
  expect(await run(table.filter((c) => c.name.isNull()))).toEqual([{ id: 2, name: null }]);
  expect(await run(memtable({ n: [1, 2, 3] }).aggregate((c) => ({ total: c.n.sum() })))).toEqual([{ total: 6 }]);
  expect(await evaluate(lit(1).add(param("addend", int64)), { params: { addend: 41 } })).toBe(42);
});
