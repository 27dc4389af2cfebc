import { count, float64, int64, string, table, udf } from "@avocet/core";
import { expect, test } from "vitest";
import { duckdb } from "../src/duckdb/index.js";

const t = table("t", { a: int64, b: float64, s: string });
const show = (of: { relation: typeof t.relation }) => duckdb.compile(of.relation).sql;
const dice = udf.scalar("dice", [], int64, { deterministic: false });

test("user-defined functions are called by their quoted, qualified names", () => {
  expect(
    show(t.select({ j: udf.scalar("select", [string, int64], int64, { schema: ["db", "main"] })(t.c.s, 1) })),
  ).toBe('SELECT "db"."main"."select"("s", 1) AS "j"\nFROM "t"');
  expect(show(t.select({ d: dice() }))).toBe('SELECT "dice"() AS "d"\nFROM "t"');
});

test("user-defined aggregates support FILTER and OVER", () => {
  const mad = udf.aggregate("mad", [float64], float64);
  const now = udf.aggregate("clock", [], int64);
  expect(
    show(
      t
        .groupBy("s")
        .aggregate((c) => ({ m: mad(c.b, { where: c.a.gt(1) }), k: now(), n: count({ where: c.a.gt(1) }) })),
    ),
  ).toBe(
    'SELECT\n  "s",\n  "mad"("b") FILTER (WHERE "a" > 1) AS "m",\n  "clock"() AS "k",\n  COUNT(*) FILTER (WHERE "a" > 1) AS "n"\nFROM "t"\nGROUP BY "s"',
  );
  expect(show(t.select({ m: mad(t.c.b).over({ partitionBy: t.c.s }) }))).toBe(
    'SELECT "mad"("b") OVER (PARTITION BY "s") AS "m"\nFROM "t"',
  );
});

test("a nondeterministic function is not duplicated when its column is used twice", () => {
  const once = t.mutate(() => ({ d: dice() })).mutate((c) => ({ twice: c.d.add(c.d) }));
  expect(show(once).split('"dice"()').length).toBe(2);
});
