import { desc, int64, recursive, string } from "@avocet/core";
import { returnsRows, rows } from "../../build.js";
import { group } from "../../case.js";

const start = rows({ n: int64 }, [{ n: 1 }]);
const numbers = recursive(start, (previous) => previous.filter((c) => c.n.lt(5)).select((c) => ({ n: c.n.add(1) })));
const edges = rows({ from: int64, to: int64 }, [
  { from: 1, to: 2 },
  { from: 2, to: 3 },
  { from: 3, to: 1 },
  { from: 3, to: 4 },
  { from: 9, to: 8 },
]);
const reached = recursive(
  edges.filter((c) => c.from.eq(1)).select((c) => ({ node: c.to })),
  (seen) => seen.innerJoin(edges, (l, r) => l.node.eq(r.from)).select((c) => ({ node: c.to })),
  { distinct: true, name: "reached" },
);
const walk = recursive(
  edges.filter((c) => c.from.eq(1)).select((c) => ({ node: c.to, depth: c.to.mul(0), path: c.to.cast(string) })),
  (seen) =>
    seen
      .filter((c) => c.depth.lt(3))
      .innerJoin(edges, (l, r) => l.node.eq(r.from))
      .select((c) => ({ depth: c.depth.add(1), node: c.to, path: c.path.concat(">", c.to.cast(string)) })),
);
const doubled = recursive(start.select({ n: 2_000_000_000 }), (previous) =>
  previous.filter((c) => c.n.lt(9_000_000_000)).select((c) => ({ n: c.n.mul(2) })),
);
const upToThree = recursive(start, (previous) => previous.filter((c) => c.n.lt(3)).mutate((c) => ({ n: c.n.add(1) })));
const tens = recursive(
  upToThree.filter((c) => c.n.gt(1)),
  (previous) => previous.filter((c) => c.n.lt(30)).mutate((c) => ({ n: c.n.mul(10) })),
);
const list = (...values: readonly unknown[]) => values.map((n) => ({ n }));
const ordered = { ordered: true };

/** Recursive tables. */
export const recursion = group("recursion", [
  returnsRows("recursion that counts to five", numbers.orderBy("n"), list(1, 2, 3, 4, 5), ordered),
  returnsRows(
    "a recursive table joined with itself",
    numbers.innerJoin(numbers, (l, r) => l.n.add(1).eq(r.n)).aggregate((c) => ({ n: c.n_right.sum() })),
    list(14),
  ),
  returnsRows(
    "aggregate of a recursive table",
    numbers.aggregate((c) => ({ n: c.n.sum() })),
    list(15),
  ),
  returnsRows(
    "reachable nodes of a cyclic graph",
    reached.select((c) => ({ n: c.node })).orderBy("n"),
    list(1, 2, 3, 4),
    ordered,
  ),
  returnsRows(
    "a recursive table in an anti join",
    edges.antiJoin(reached, (e, r) => e.from.eq(r.node)),
    [{ from: 9, to: 8 }],
  ),
  returnsRows(
    "recursion with depth and path",
    walk.filter((c) => c.depth.gt(1)).orderBy("path"),
    [
      { node: 1, depth: 2, path: "2>3>1" },
      { node: 2, depth: 3, path: "2>3>1>2" },
      { node: 4, depth: 2, path: "2>3>4" },
    ],
    ordered,
  ),
  returnsRows("recursion from a constant beyond int32", doubled.orderBy(desc("n")).limit(1), list(16_000_000_000)),
  returnsRows("recursion over a recursive table", tens.orderBy("n"), list(2, 3, 20, 30, 200), ordered),
  returnsRows(
    "a recursive table in a subquery",
    edges.filter((e) => upToThree.filter((o) => o.n.eq(e.to)).exists()).select((c) => ({ n: c.to })),
    list(2, 3, 1),
  ),
  returnsRows(
    "recursion from no rows",
    recursive(start.filter(false), (previous) => previous.filter((c) => c.n.lt(3)).mutate((c) => ({ n: c.n.add(1) }))),
    [],
  ),
  returnsRows(
    "recursion that keeps duplicates",
    recursive(rows({ n: int64 }, [{ n: 1 }, { n: 1 }]), (previous) =>
      previous.filter((c) => c.n.lt(2)).select((c) => ({ n: c.n.add(1) })),
    ),
    list(1, 1, 2, 2),
  ),
]);
