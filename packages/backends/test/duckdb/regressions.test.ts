// What random pipelines once found in the text of statements; what they found in answers are cases of the conformance package.
import { int64, notNull, string } from "@avocet/core";
import { compileDuckDB } from "@avocet/sql-dialects";
import { expect, test } from "vitest";
import { rows } from "./run.js";

const t = rows({ k: notNull(int64), n: int64, s: string }, [
  { k: 1, n: 1, s: "a" },
  { k: 1, n: 2, s: "b" },
  { k: 2, n: null, s: "a" },
]);

test("constants as keys, bound", () => {
  const marked = t.mutate({ x: true });
  const bound = (table: typeof marked): string => compileDuckDB(table.relation, { literals: "bind" }).sql;
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
  expect(compileDuckDB(marked.groupBy("x").count().relation, { literals: "bind" }).sql).not.toMatch(/GROUP BY \$/);
});

test("a metric's subquery that hangs on columns of each row is refused", () => {
  const inside = () => t.groupBy("k").aggregate((c) => ({ x: t.filter((q) => q.k.eq(c.n)).exists() }));
  expect(inside).toThrow(/not one value for each group/);
});
