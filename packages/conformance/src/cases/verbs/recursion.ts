import { desc, int64, recursive, string } from "@avocet/core";
import { gives, rows } from "../../build.js";
import { group } from "../../case.js";

const one = rows({ n: int64 }, [{ n: 1 }]);
const numbers = recursive(one, (all) => all.filter((c) => c.n.lt(5)).select((c) => ({ n: c.n.add(1) })));
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
const doubled = recursive(one.select({ n: 2_000_000_000 }), (all) =>
  all.filter((c) => c.n.lt(9_000_000_000)).select((c) => ({ n: c.n.mul(2) })),
);
const three = recursive(one, (all) => all.filter((c) => c.n.lt(3)).mutate((c) => ({ n: c.n.add(1) })));
const tens = recursive(
  three.filter((c) => c.n.gt(1)),
  (all) => all.filter((c) => c.n.lt(30)).mutate((c) => ({ n: c.n.mul(10) })),
);
const list = (...values: readonly unknown[]) => values.map((n) => ({ n }));
const ordered = { ordered: true };

/** Tables that are made of themselves. */
export const recursion = group("recursion", [
  gives("counts", numbers.orderBy("n"), list(1, 2, 3, 4, 5), ordered),
  gives(
    "beside itself",
    numbers.innerJoin(numbers, (l, r) => l.n.add(1).eq(r.n)).aggregate((c) => ({ n: c.n_right.sum() })),
    list(14),
  ),
  gives(
    "over an aggregate",
    numbers.aggregate((c) => ({ n: c.n.sum() })),
    list(15),
  ),
  gives(
    "follows a graph that goes in circles",
    reached.select((c) => ({ n: c.node })).orderBy("n"),
    list(1, 2, 3, 4),
    ordered,
  ),
  gives(
    "in an anti join",
    edges.antiJoin(reached, (e, r) => e.from.eq(r.node)),
    [{ from: 9, to: 8 }],
  ),
  gives(
    "carries depth and path",
    walk.filter((c) => c.depth.gt(1)).orderBy("path"),
    [
      { node: 1, depth: 2, path: "2>3>1" },
      { node: 2, depth: 3, path: "2>3>1>2" },
      { node: 4, depth: 2, path: "2>3>4" },
    ],
    ordered,
  ),
  gives("from a constant, beyond 32 bits", doubled.orderBy(desc("n")).limit(1), list(16_000_000_000)),
  gives("inside another", tens.orderBy("n"), list(2, 3, 20, 30, 200), ordered),
  gives(
    "in a subquery",
    edges.filter((e) => three.filter((o) => o.n.eq(e.to)).exists()).select((c) => ({ n: c.to })),
    list(2, 3, 1),
  ),
  gives(
    "from no rows",
    recursive(one.filter(false), (all) => all.filter((c) => c.n.lt(3)).mutate((c) => ({ n: c.n.add(1) }))),
    [],
  ),
  gives(
    "that keeps duplicates",
    recursive(rows({ n: int64 }, [{ n: 1 }, { n: 1 }]), (all) =>
      all.filter((c) => c.n.lt(2)).select((c) => ({ n: c.n.add(1) })),
    ),
    list(1, 1, 2, 2),
  ),
]);
