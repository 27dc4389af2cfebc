import { float64, int64 } from "@avocet/core";
import { perRow, returnsRows, rows } from "../../build.js";
import { group } from "../../case.js";

const XS = { x: float64 };
const input = (...xs: readonly (number | null)[]) => xs.map((x) => ({ x }));
const edges = input(-1, 0, 5, 10, 19, 20, 21, null);
const counted = rows(
  { nth: int64, x: float64 },
  [0, 1, 5, 10, null].map((x, nth) => ({ nth, x })),
)
  .groupBy((c) => ({ bin: c.x.histogram({ bins: 2 }) }))
  .count();

/** Numbers assigned to bins and buckets. */
export const buckets = group("histograms and buckets", [
  perRow(
    "bins between the extremes, the largest value in the last",
    XS,
    input(0, 1, 4.9, 5, 9.9, 10, null),
    (c) => c.x.histogram({ bins: 2 }),
    [0, 0, 0, 1, 1, 1, null],
  ),
  perRow("bins across zero", XS, input(-4, 0, 4), (c) => c.x.histogram({ bins: 4 }), [0, 2, 3]),
  perRow("values that are all equal are in the first bin", XS, input(3, 3, null), (c) => c.x.histogram({ bins: 5 }), [
    0,
    0,
    null,
  ]),
  perRow("bins of NULLs only", XS, input(null), (c) => c.x.histogram({ bins: 5 }), [null]),
  perRow("bins of a width", XS, input(-0.5, 0, 9.99, 10, null), (c) => c.x.histogram({ width: 10 }), [
    -1,
    0,
    0,
    1,
    null,
  ]),
  perRow("bins of a width with a base", XS, input(1, 5, 6), (c) => c.x.histogram({ width: 5, base: 1 }), [0, 0, 1]),
  returnsRows(
    "bins as a grouping key",
    counted.orderBy("bin"),
    [
      { bin: 0, count: 2 },
      { bin: 1, count: 2 },
      { bin: null, count: 1 },
    ],
    { ordered: true },
  ),
  perRow("buckets closed on the left", XS, edges, (c) => c.x.bucket([0, 10, 20]), [null, 0, 0, 1, 1, 1, null, null]),
  perRow("buckets closed on the right", XS, edges, (c) => c.x.bucket([0, 10, 20], { closed: "right" }), [
    null,
    0,
    0,
    0,
    1,
    1,
    null,
    null,
  ]),
  perRow("buckets whose last edge is open", XS, edges, (c) => c.x.bucket([0, 10, 20], { closeExtreme: false }), [
    null,
    0,
    0,
    1,
    1,
    null,
    null,
    null,
  ]),
  perRow(
    "buckets for values outside the edges",
    XS,
    edges,
    (c) => c.x.bucket([0, 10, 20], { includeUnder: true, includeOver: true }),
    [0, 1, 1, 2, 2, 2, 3, null],
  ),
]);
