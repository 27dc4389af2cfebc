import type { AnyColumn, Columns, WindowSpec } from "@avocet/core";
import { float64, int64, string } from "@avocet/core";
import { returnsRows, rows } from "../../build.js";
import type { Case } from "../../case.js";
import { group } from "../../case.js";

const SCHEMA = { id: int64, g: string, k: int64, n: int64, x: float64, s: string };
interface Row {
  readonly id: number;
  readonly g: string;
  readonly k: number | null;
  readonly n: number | null;
  readonly x: number | null;
  readonly s: string | null;
}
const DATA: readonly Row[] = [
  { id: 1, g: "a", k: 1, n: 10, x: 0.5, s: "p" },
  { id: 2, g: "a", k: 2, n: 20, x: null, s: null },
  { id: 3, g: "a", k: 2, n: 30, x: -1, s: "q" },
  { id: 4, g: "a", k: 5, n: null, x: 2, s: "r" },
  { id: 5, g: "a", k: null, n: 50, x: 4, s: "s" },
  { id: 6, g: "a", k: null, n: 5, x: 8, s: null },
  { id: 7, g: "b", k: 4, n: 7, x: 1.5, s: "t" },
  { id: 8, g: "b", k: 3, n: -7, x: 0, s: "u" },
  { id: 9, g: "c", k: null, n: null, x: null, s: null },
];
type Unit = "rows" | "range" | "groups";
interface Frame {
  readonly unit: Unit;
  readonly start: number | null;
  readonly end: number | null;
}
/** The frame of a row in its partition, which is sorted by `k`, ascending or descending, with NULLs last. */
function frameOf(sorted: readonly Row[], i: number, { unit, start, end }: Frame, descending: boolean): readonly Row[] {
  const currentKey = sorted[i]?.k ?? null;
  const offsetOfNull = start ?? end ?? 0; // a NULL key has no distance: its frame holds its peers, whatever the bounds
  const offsetOf = (row: Row): number => {
    if (unit === "rows") return sorted.indexOf(row) - i;
    if (unit === "groups") {
      const peers = [...new Set(sorted.map(({ k }) => k))];
      return peers.indexOf(row.k) - peers.indexOf(currentKey);
    }
    if (row.k === null) return currentKey === null ? offsetOfNull : Number.POSITIVE_INFINITY;
    if (currentKey === null) return Number.NEGATIVE_INFINITY;
    return descending ? currentKey - row.k : row.k - currentKey;
  };
  return sorted.filter((row) => (start === null || offsetOf(row) >= start) && (end === null || offsetOf(row) <= end));
}
const present = <T>(list: readonly (T | null)[]): T[] => list.flatMap((v) => (v === null ? [] : [v]));
const orNull = <T>(list: readonly T[], compute: (list: readonly T[]) => unknown) =>
  list.length === 0 ? null : compute(list);
const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
const variance = (list: readonly number[]) =>
  list.length < 2 ? null : sum(list.map((v) => (v - sum(list) / list.length) ** 2)) / (list.length - 1);

type WindowAggregate = readonly [
  name: string,
  build: (c: Columns<typeof SCHEMA>) => { over(spec: WindowSpec): AnyColumn },
  expected: (frame: readonly Row[]) => unknown,
];
const AGGREGATES: readonly WindowAggregate[] = [
  ["sum", (c) => c.n.sum(), (frame) => orNull(present(frame.map((r) => r.n)), sum)],
  ["rows", (c) => c.id.count(), (frame) => frame.length],
  ["count", (c) => c.x.count(), (frame) => present(frame.map((r) => r.x)).length],
  ["mean", (c) => c.x.mean(), (frame) => orNull(present(frame.map((r) => r.x)), (l) => sum(l) / l.length)],
  ["min", (c) => c.x.min(), (frame) => orNull(present(frame.map((r) => r.x)), (l) => Math.min(...l))],
  ["max", (c) => c.n.max(), (frame) => orNull(present(frame.map((r) => r.n)), (l) => Math.max(...l))],
  ["var", (c) => c.x.var(), (frame) => variance(present(frame.map((r) => r.x)))],
  ["any", (c) => c.n.gt(25).any(), (frame) => orNull(present(frame.map((r) => r.n)), (l) => l.some((v) => v > 25))],
  ["all", (c) => c.n.gt(5).all(), (frame) => orNull(present(frame.map((r) => r.n)), (l) => l.every((v) => v > 5))],
];
const FRAMES: readonly (readonly [start: number | null, end: number | null])[] = [
  [null, 0],
  [null, null],
  [0, null],
  [-1, 0],
  [-1, 1],
  [1, 2],
  [-2, -1],
  [0, 0],
];
const boundText = (bound: number | null, side: string): string =>
  bound === null
    ? `unbounded ${side}`
    : bound === 0
      ? "current row"
      : `${Math.abs(bound)} ${bound < 0 ? "preceding" : "following"}`;

const table = rows(SCHEMA, DATA);
const orders = {
  ascending: (a: Row, b: Row) => (a.k ?? 99) - (b.k ?? 99) || a.id - b.id,
  descending: (a: Row, b: Row) => (b.k ?? -99) - (a.k ?? -99) || a.id - b.id,
};
function frameCase(unit: Unit, start: number | null, end: number | null, descending: boolean): Case {
  const c = table.c;
  const key = descending ? c.k.desc() : c.k.asc();
  const spec: WindowSpec = { partitionBy: c.g, orderBy: unit === "rows" ? [key, c.id] : key, [unit]: [start, end] };
  const bounds = `${boundText(start, "preceding")} and ${boundText(end, "following")}`;
  const name = `${unit} between ${bounds}${descending ? ", descending" : ""}`;
  const expected = DATA.map((row) => {
    const sorted = DATA.filter(({ g }) => g === row.g).toSorted(descending ? orders.descending : orders.ascending);
    const frame = frameOf(sorted, sorted.indexOf(row), { unit, start, end }, descending);
    return { id: row.id, ...Object.fromEntries(AGGREGATES.map(([label, , expected]) => [label, expected(frame)])) };
  });
  const columns = Object.fromEntries(AGGREGATES.map(([label, build]) => [label, build(c).over(spec)]));
  return returnsRows(name, table.select({ id: c.id, ...columns }).orderBy("id"), expected, {
    ordered: true,
    tolerance: 1e-9,
  });
}

/** Window aggregates over ROWS, RANGE and GROUPS frames, ascending and descending, with NULL keys. */
export const frames = group(
  "window frames",
  (["rows", "range", "groups"] as const).flatMap((unit) =>
    FRAMES.map(([start, end]) => frameCase(unit, start, end, false)),
  ),
  (["rows", "range", "groups"] as const).flatMap((unit) =>
    FRAMES.slice(0, 5).map(([start, end]) => frameCase(unit, start, end, true)),
  ),
);
