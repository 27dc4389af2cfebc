import { float64, int64 } from "@avocet/core";
import { overRows } from "../../build.js";
import { group } from "../../case.js";
import type { Datum } from "./inputs.js";
import { aggregateCases, present } from "./inputs.js";

const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);
const mean = (list: readonly number[]): number => sum(list) / list.length;
const centralMoment = (list: readonly number[], k: number): number => mean(list.map((v) => (v - mean(list)) ** k));
const variance = (list: readonly number[]) =>
  list.length < 2 ? null : (centralMoment(list, 2) * list.length) / (list.length - 1);
const sqrtOrNull = (value: number | null) => (value === null ? null : Math.sqrt(value));
function skewness(list: readonly number[]): number | null {
  const n = list.length;
  return n < 3 || centralMoment(list, 2) === 0
    ? null
    : ((Math.sqrt(n * (n - 1)) / (n - 2)) * centralMoment(list, 3)) / centralMoment(list, 2) ** 1.5;
}
function kurtosis(list: readonly number[]): number | null {
  const n = list.length;
  if (n < 4 || centralMoment(list, 2) === 0) return null;
  return ((n - 1) / ((n - 2) * (n - 3))) * ((n + 1) * (centralMoment(list, 4) / centralMoment(list, 2) ** 2 - 3) + 6);
}
function quantile(list: readonly number[], fraction: number): number | null {
  const sorted = list.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * fraction;
  const [low, high] = [sorted[Math.floor(position)], sorted[Math.ceil(position)]];
  return low === undefined || high === undefined ? null : low + (high - low) * (position - Math.floor(position));
}
const pairs = (list: readonly Datum[]) => list.flatMap(({ x, y }) => (x === null || y === null ? [] : [{ x, y }]));
const covariance = (list: readonly { x: number; y: number }[]) =>
  mean(list.map(({ x, y }) => (x - mean(list.map((p) => p.x))) * (y - mean(list.map((p) => p.y)))));
function correlation(list: readonly { x: number; y: number }[]): number | null {
  const spread =
    centralMoment(
      list.map((p) => p.x),
      2,
    ) *
    centralMoment(
      list.map((p) => p.y),
      2,
    );
  return list.length < 2 || spread === 0 ? null : covariance(list) / Math.sqrt(spread);
}

type Selector = (list: readonly Datum[]) => readonly number[];
const x: Selector = (list) => present(list.map((row) => row.x));
const n: Selector = (list) => present(list.map((row) => row.n));
const p: Selector = (list) => present(list.map((row) => row.p)).map(Number);
const overValues = (values: Selector, f: (list: readonly number[]) => number | null) => (list: readonly Datum[]) => {
  const present = values(list);
  return present.length === 0 ? null : f(present);
};
const POPULATION = { how: "population" } as const;
const spread = [1, 2, 4, 8, 16, 3.5].map((v) => ({ v, w: 7 }));
const MANY = Array.from({ length: 1000 }, (_, i) => ({ v: ((i * 7919) % 1000) + 1 }));

/** Quantiles, variance, shape, correlation and covariance. */
export const statistics = group(
  "statistics",
  aggregateCases(
    "median",
    (c, where) => c.n.median({ where }),
    overValues(n, (list) => quantile(list, 0.5)),
  ),
  aggregateCases(
    "median of floats",
    (c, where) => c.x.median({ where }),
    overValues(x, (list) => quantile(list, 0.5)),
  ),
  aggregateCases(
    "median of decimals",
    (c, where) => c.p.median({ where }),
    overValues(p, (list) => quantile(list, 0.5)),
  ),
  aggregateCases(
    "quantile",
    (c, where) => c.n.quantile(0.25, { where }),
    overValues(n, (list) => quantile(list, 0.25)),
  ),
  aggregateCases(
    "quantile of floats",
    (c, where) => c.x.quantile(0.9, { where }),
    overValues(x, (list) => quantile(list, 0.9)),
  ),
  aggregateCases(
    "quantile of decimals",
    (c, where) => c.p.quantile(0.5, { where }),
    overValues(p, (list) => quantile(list, 0.5)),
  ),
  aggregateCases(
    "quantile 0",
    (c, where) => c.x.quantile(0, { where }),
    overValues(x, (list) => Math.min(...list)),
  ),
  aggregateCases(
    "quantile 1",
    (c, where) => c.x.quantile(1, { where }),
    overValues(x, (list) => Math.max(...list)),
  ),
  aggregateCases("var", (c, where) => c.x.var({ where }), overValues(x, variance)),
  aggregateCases("var of decimals", (c, where) => c.p.var({ where }), overValues(p, variance)),
  aggregateCases(
    "population var",
    (c, where) => c.n.var({ ...POPULATION, where }),
    overValues(n, (list) => centralMoment(list, 2)),
  ),
  aggregateCases(
    "std",
    (c, where) => c.n.std({ where }),
    overValues(n, (list) => sqrtOrNull(variance(list))),
  ),
  aggregateCases(
    "population std",
    (c, where) => c.x.std({ ...POPULATION, where }),
    overValues(x, (list) => sqrtOrNull(centralMoment(list, 2))),
  ),
  aggregateCases("skew", (c, where) => c.x.skew({ where }), overValues(x, skewness)),
  aggregateCases("kurtosis", (c, where) => c.x.kurtosis({ where }), overValues(x, kurtosis)),
  aggregateCases(
    "corr",
    (c, where) => c.x.corr(c.y, { where }),
    (list) => (pairs(list).length === 0 ? null : correlation(pairs(list))),
  ),
  aggregateCases(
    "cov",
    (c, where) => c.x.cov(c.y, { where }),
    (list) => {
      const values = pairs(list);
      return values.length < 2 ? null : (covariance(values) * values.length) / (values.length - 1);
    },
  ),
  aggregateCases(
    "population cov",
    (c, where) => c.x.cov(c.y, { ...POPULATION, where }),
    (list) => (pairs(list).length === 0 ? null : covariance(pairs(list))),
  ),
  [
    overRows(
      "skew, kurtosis and var of six values",
      { v: float64 },
      spread.map(({ v }) => ({ v })),
      (c) => ({ skew: c.v.skew(), kurtosis: c.v.kurtosis(), population: c.v.kurtosis(POPULATION), var: c.v.var() }),
      {
        skew: skewness(spread.map((r) => r.v)),
        kurtosis: kurtosis(spread.map((r) => r.v)),
        population:
          centralMoment(
            spread.map((r) => r.v),
            4,
          ) /
            centralMoment(
              spread.map((r) => r.v),
              2,
            ) **
              2 -
          3,
        var: variance(spread.map((r) => r.v)),
      },
    ),
    overRows(
      "statistics of equal values",
      { v: float64, w: int64 },
      spread,
      (c) => ({
        var: c.w.var(),
        std: c.w.std(),
        skew: c.w.skew(),
        kurtosis: c.w.kurtosis(),
        population: c.w.kurtosis(POPULATION),
        corr: c.w.corr(c.v),
        cov: c.w.cov(c.v),
      }),
      {
        var: 0,
        std: 0,
        skew: null,
        kurtosis: null,
        population: null,
        corr: null,
        cov: 0,
      },
    ),
    overRows(
      "statistics of one value",
      { v: float64, w: int64 },
      spread.slice(0, 1),
      (c) => ({
        var: c.v.var(),
        std: c.v.std(),
        population: c.v.var(POPULATION),
        skew: c.v.skew(),
        corr: c.v.corr(c.w),
        cov: c.v.cov(c.w),
        median: c.v.median(),
      }),
      {
        var: null,
        std: null,
        population: 0,
        skew: null,
        corr: null,
        cov: null,
        median: 1,
      },
    ),
    overRows(
      "corr of a linear relation",
      { v: float64, w: float64 },
      spread.map(({ v }) => ({ v, w: 3 - 2 * v })),
      (c) => ({ corr: c.v.corr(c.w), selfCorr: c.v.corr(c.v) }),
      { corr: -1, selfCorr: 1 },
    ),
    overRows(
      "var and mean of large, close numbers",
      { v: float64 },
      [1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16].map((v) => ({ v })),
      (c) => ({ var: c.v.var(), mean: c.v.mean() }),
      {
        var: 30,
        mean: 1e9 + 10,
      },
    ),
    overRows(
      "approximate aggregates of a thousand values",
      { v: int64 },
      MANY,
      (c) => ({
        median: c.v.approxMedian().between(450, 550),
        tenth: c.v.approxQuantile(0.1).between(50, 150),
        distinct: c.v.approxNunique().between(500, 2000),
      }),
      { median: true, tenth: true, distinct: true },
    ),
    overRows(
      "approximate aggregates over no rows",
      { v: int64 },
      [],
      (c) => ({ median: c.v.approxMedian(), tenth: c.v.approxQuantile(0.1), distinct: c.v.approxNunique() }),
      {
        median: null,
        tenth: null,
        distinct: 0,
      },
    ),
    overRows(
      "approximate aggregates with a condition",
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
