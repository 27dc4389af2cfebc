import { float64, int64 } from "@avocet/core";
import { overRows } from "../../build.js";
import { group } from "../../case.js";
import type { Datum } from "./inputs.js";
import { present, reductionOf } from "./inputs.js";

const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);
const mean = (list: readonly number[]): number => sum(list) / list.length;
const moment = (list: readonly number[], k: number): number => mean(list.map((v) => (v - mean(list)) ** k));
const variance = (list: readonly number[]) =>
  list.length < 2 ? null : (moment(list, 2) * list.length) / (list.length - 1);
const root = (value: number | null) => (value === null ? null : Math.sqrt(value));
function skewness(list: readonly number[]): number | null {
  const n = list.length;
  return n < 3 || moment(list, 2) === 0
    ? null
    : ((Math.sqrt(n * (n - 1)) / (n - 2)) * moment(list, 3)) / moment(list, 2) ** 1.5;
}
function kurtosis(list: readonly number[]): number | null {
  const n = list.length;
  if (n < 4 || moment(list, 2) === 0) return null;
  return ((n - 1) / ((n - 2) * (n - 3))) * ((n + 1) * (moment(list, 4) / moment(list, 2) ** 2 - 3) + 6);
}
function quantile(list: readonly number[], share: number): number | null {
  const sorted = list.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low === undefined || high === undefined ? null : low + (high - low) * (place - Math.floor(place));
}
const pairs = (list: readonly Datum[]) => list.flatMap(({ x, y }) => (x === null || y === null ? [] : [{ x, y }]));
const covariance = (list: readonly { x: number; y: number }[]) =>
  mean(list.map(({ x, y }) => (x - mean(list.map((p) => p.x))) * (y - mean(list.map((p) => p.y)))));
function correlation(list: readonly { x: number; y: number }[]): number | null {
  const spread =
    moment(
      list.map((p) => p.x),
      2,
    ) *
    moment(
      list.map((p) => p.y),
      2,
    );
  return list.length < 2 || spread === 0 ? null : covariance(list) / Math.sqrt(spread);
}

type Numbers = (list: readonly Datum[]) => readonly number[];
const x: Numbers = (list) => present(list.map((row) => row.x));
const n: Numbers = (list) => present(list.map((row) => row.n));
const p: Numbers = (list) => present(list.map((row) => row.p)).map(Number);
const of = (values: Numbers, f: (list: readonly number[]) => number | null) => (list: readonly Datum[]) => {
  const known = values(list);
  return known.length === 0 ? null : f(known);
};
const population = { how: "population" } as const;
const spread = [1, 2, 4, 8, 16, 3.5].map((v) => ({ v, w: 7 }));
const MANY = Array.from({ length: 1000 }, (_, i) => ({ v: ((i * 7919) % 1000) + 1 }));

/** Middle values, spread, and how two columns hang together. */
export const statistics = group(
  "statistics",
  reductionOf(
    "median",
    (c, where) => c.n.median({ where }),
    of(n, (list) => quantile(list, 0.5)),
  ),
  reductionOf(
    "median of floats",
    (c, where) => c.x.median({ where }),
    of(x, (list) => quantile(list, 0.5)),
  ),
  reductionOf(
    "median of decimals",
    (c, where) => c.p.median({ where }),
    of(p, (list) => quantile(list, 0.5)),
  ),
  reductionOf(
    "quantile",
    (c, where) => c.n.quantile(0.25, { where }),
    of(n, (list) => quantile(list, 0.25)),
  ),
  reductionOf(
    "quantile of floats",
    (c, where) => c.x.quantile(0.9, { where }),
    of(x, (list) => quantile(list, 0.9)),
  ),
  reductionOf(
    "quantile of decimals",
    (c, where) => c.p.quantile(0.5, { where }),
    of(p, (list) => quantile(list, 0.5)),
  ),
  reductionOf(
    "quantile 0",
    (c, where) => c.x.quantile(0, { where }),
    of(x, (list) => Math.min(...list)),
  ),
  reductionOf(
    "quantile 1",
    (c, where) => c.x.quantile(1, { where }),
    of(x, (list) => Math.max(...list)),
  ),
  reductionOf("var", (c, where) => c.x.var({ where }), of(x, variance)),
  reductionOf("var of decimals", (c, where) => c.p.var({ where }), of(p, variance)),
  reductionOf(
    "var of all there are",
    (c, where) => c.n.var({ ...population, where }),
    of(n, (list) => moment(list, 2)),
  ),
  reductionOf(
    "std",
    (c, where) => c.n.std({ where }),
    of(n, (list) => root(variance(list))),
  ),
  reductionOf(
    "std of all there are",
    (c, where) => c.x.std({ ...population, where }),
    of(x, (list) => root(moment(list, 2))),
  ),
  reductionOf("skew", (c, where) => c.x.skew({ where }), of(x, skewness)),
  reductionOf("kurtosis", (c, where) => c.x.kurtosis({ where }), of(x, kurtosis)),
  reductionOf(
    "corr",
    (c, where) => c.x.corr(c.y, { where }),
    (list) => (pairs(list).length === 0 ? null : correlation(pairs(list))),
  ),
  reductionOf(
    "cov",
    (c, where) => c.x.cov(c.y, { where }),
    (list) => {
      const known = pairs(list);
      return known.length < 2 ? null : (covariance(known) * known.length) / (known.length - 1);
    },
  ),
  reductionOf(
    "cov of all there are",
    (c, where) => c.x.cov(c.y, { ...population, where }),
    (list) => (pairs(list).length === 0 ? null : covariance(pairs(list))),
  ),
  [
    overRows(
      "of six values",
      { v: float64 },
      spread.map(({ v }) => ({ v })),
      (c) => ({ skew: c.v.skew(), kurtosis: c.v.kurtosis(), all: c.v.kurtosis(population), var: c.v.var() }),
      {
        skew: skewness(spread.map((r) => r.v)),
        kurtosis: kurtosis(spread.map((r) => r.v)),
        all:
          moment(
            spread.map((r) => r.v),
            4,
          ) /
            moment(
              spread.map((r) => r.v),
              2,
            ) **
              2 -
          3,
        var: variance(spread.map((r) => r.v)),
      },
    ),
    overRows(
      "of values that are all equal",
      { v: float64, w: int64 },
      spread,
      (c) => ({
        var: c.w.var(),
        std: c.w.std(),
        skew: c.w.skew(),
        kurtosis: c.w.kurtosis(),
        all: c.w.kurtosis(population),
        corr: c.w.corr(c.v),
        cov: c.w.cov(c.v),
      }),
      {
        var: 0,
        std: 0,
        skew: null,
        kurtosis: null,
        all: null,
        corr: null,
        cov: 0,
      },
    ),
    overRows(
      "of one value",
      { v: float64, w: int64 },
      spread.slice(0, 1),
      (c) => ({
        var: c.v.var(),
        std: c.v.std(),
        all: c.v.var(population),
        skew: c.v.skew(),
        corr: c.v.corr(c.w),
        cov: c.v.cov(c.w),
        median: c.v.median(),
      }),
      {
        var: null,
        std: null,
        all: 0,
        skew: null,
        corr: null,
        cov: null,
        median: 1,
      },
    ),
    overRows(
      "of a line",
      { v: float64, w: float64 },
      spread.map(({ v }) => ({ v, w: 3 - 2 * v })),
      (c) => ({ corr: c.v.corr(c.w), own: c.v.corr(c.v) }),
      { corr: -1, own: 1 },
    ),
    overRows(
      "of large numbers close together",
      { v: float64 },
      [1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16].map((v) => ({ v })),
      (c) => ({ var: c.v.var(), mean: c.v.mean() }),
      {
        var: 30,
        mean: 1e9 + 10,
      },
    ),
    overRows(
      "about the middle of a thousand",
      { v: int64 },
      MANY,
      (c) => ({
        median: c.v.approxMedian().between(450, 550),
        tenth: c.v.approxQuantile(0.1).between(50, 150),
        different: c.v.approxNunique().between(500, 2000),
      }),
      { median: true, tenth: true, different: true },
    ),
    overRows(
      "about, of nothing",
      { v: int64 },
      [],
      (c) => ({ median: c.v.approxMedian(), tenth: c.v.approxQuantile(0.1), different: c.v.approxNunique() }),
      {
        median: null,
        tenth: null,
        different: 0,
      },
    ),
    overRows(
      "about, with a condition",
      { v: int64 },
      MANY,
      (c) => ({
        median: c.v.approxMedian({ where: c.v.le(100) }).between(40, 60),
        none: c.v.approxNunique({ where: c.v.lt(0) }),
        three: c.v.mod(3).approxNunique(),
      }),
      {
        median: true,
        none: 0,
        three: 3,
      },
    ),
  ],
);
