import type { AnyColumn, Columns, WindowSpec } from "@avocet/core";
import { float64, int64, string } from "@avocet/core";
import { gives, rows } from "../../build.js";
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
/** The rows of the frame of one row, whose partition is in its order: by `k`, NULLs last, or from large to small. */
function framed(sorted: readonly Row[], i: number, { unit, start, end }: Frame, falling: boolean): readonly Row[] {
  const own = sorted[i]?.k ?? null;
  const peer = start ?? end ?? 0; // NULL is at no distance: its frame is of its peers, whatever the bounds
  const place = (row: Row): number => {
    if (unit === "rows") return sorted.indexOf(row) - i;
    if (unit === "groups") {
      const peers = [...new Set(sorted.map(({ k }) => k))];
      return peers.indexOf(row.k) - peers.indexOf(own);
    }
    if (row.k === null) return own === null ? peer : Number.POSITIVE_INFINITY;
    if (own === null) return Number.NEGATIVE_INFINITY;
    return falling ? own - row.k : row.k - own;
  };
  return sorted.filter((row) => (start === null || place(row) >= start) && (end === null || place(row) <= end));
}
const present = <T>(list: readonly (T | null)[]): T[] => list.flatMap((v) => (v === null ? [] : [v]));
const orNull = <T>(list: readonly T[], f: (list: readonly T[]) => unknown) => (list.length === 0 ? null : f(list));
const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
const variance = (list: readonly number[]) =>
  list.length < 2 ? null : sum(list.map((v) => (v - sum(list) / list.length) ** 2)) / (list.length - 1);

type Over = readonly [
  name: string,
  build: (c: Columns<typeof SCHEMA>) => { over(spec: WindowSpec): AnyColumn },
  of: (frame: readonly Row[]) => unknown,
];
const REDUCTIONS: readonly Over[] = [
  ["sum", (c) => c.n.sum(), (f) => orNull(present(f.map((r) => r.n)), sum)],
  ["rows", (c) => c.id.count(), (f) => f.length],
  ["count", (c) => c.x.count(), (f) => present(f.map((r) => r.x)).length],
  ["mean", (c) => c.x.mean(), (f) => orNull(present(f.map((r) => r.x)), (l) => sum(l) / l.length)],
  ["min", (c) => c.x.min(), (f) => orNull(present(f.map((r) => r.x)), (l) => Math.min(...l))],
  ["max", (c) => c.n.max(), (f) => orNull(present(f.map((r) => r.n)), (l) => Math.max(...l))],
  ["var", (c) => c.x.var(), (f) => variance(present(f.map((r) => r.x)))],
  ["any", (c) => c.n.gt(25).any(), (f) => orNull(present(f.map((r) => r.n)), (l) => l.some((v) => v > 25))],
  ["all", (c) => c.n.gt(5).all(), (f) => orNull(present(f.map((r) => r.n)), (l) => l.every((v) => v > 5))],
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
const said = (bound: number | null, side: string): string =>
  bound === null ? `the ${side}` : bound === 0 ? "here" : `${Math.abs(bound)} ${bound < 0 ? "before" : "after"}`;

const all = rows(SCHEMA, DATA);
const orders = {
  rising: (a: Row, b: Row) => (a.k ?? 99) - (b.k ?? 99) || a.id - b.id,
  falling: (a: Row, b: Row) => (b.k ?? -99) - (a.k ?? -99) || a.id - b.id,
};
function frameCase(unit: Unit, start: number | null, end: number | null, falling: boolean): Case {
  const c = all.c;
  const key = falling ? c.k.desc() : c.k.asc();
  const spec: WindowSpec = { partitionBy: c.g, orderBy: unit === "rows" ? [key, c.id] : key, [unit]: [start, end] };
  const name = `${unit} from ${said(start, "start")} to ${said(end, "end")}${falling ? ", falling" : ""}`;
  const expected = DATA.map((row) => {
    const sorted = DATA.filter(({ g }) => g === row.g).toSorted(falling ? orders.falling : orders.rising);
    const frame = framed(sorted, sorted.indexOf(row), { unit, start, end }, falling);
    return { id: row.id, ...Object.fromEntries(REDUCTIONS.map(([label, , of]) => [label, of(frame)])) };
  });
  const columns = Object.fromEntries(REDUCTIONS.map(([label, build]) => [label, build(c).over(spec)]));
  return gives(name, all.select({ id: c.id, ...columns }).orderBy("id"), expected, { ordered: true, tolerance: 1e-9 });
}

/** Reductions over frames of rows, of distances, of groups of peers; with NULLs among the keys, rising and falling. */
export const frames = group(
  "frames of windows",
  (["rows", "range", "groups"] as const).flatMap((unit) =>
    FRAMES.map(([start, end]) => frameCase(unit, start, end, false)),
  ),
  (["rows", "range", "groups"] as const).flatMap((unit) =>
    FRAMES.slice(0, 5).map(([start, end]) => frameCase(unit, start, end, true)),
  ),
);
