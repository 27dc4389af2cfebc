// Errors in SQL text that random pipelines have found; wrong results became cases of the conformance package.
import { int64, notNull, string } from "@avocet/core";
import { duckdb } from "@avocet/sql-dialects/duckdb";
import { expect, test } from "vitest";
import { rows } from "./run.js";

const t = rows({ k: notNull(int64), n: int64, s: string }, [
  { k: 1, n: 1, s: "a" },
  { k: 1, n: 2, s: "b" },
  { k: 2, n: null, s: "a" },
]);

test("bound constants are omitted from sort, partition and grouping keys", () => {
  const marked = t.mutate({ x: true });
  const bound = (table: typeof marked): string => duckdb.compile(table.relation, { literals: "bind" }).sql;
  expect(bound(marked.orderBy("x", "k"))).not.toMatch(/ORDER BY \$/);
  expect(
    bound(
      marked.mutate((c) => ({
        k: c.k
          .sum()
          .over({ partitionBy: c.x, orderBy: [c.x, c.n] })
          .coalesce(0),
      })),
    ),
  ).not.toMatch(/(PARTITION|ORDER) BY \$/);
  expect(duckdb.compile(marked.groupBy("x").count().relation, { literals: "bind" }).sql).not.toMatch(/GROUP BY \$/);
});

test("an aggregate with a subquery that is correlated to single rows is rejected", () => {
  const aggregate = () => t.groupBy("k").aggregate((c) => ({ x: t.filter((q) => q.k.eq(c.n)).exists() }));
  expect(aggregate).toThrow(/is not constant within each group/);
});
