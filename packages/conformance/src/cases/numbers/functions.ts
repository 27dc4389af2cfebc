import type { AnyColumn, Columns } from "@avocet/core";
import { decimal, float64, int64, lit } from "@avocet/core";
import { overRows, perRow } from "../../build.js";
import { group } from "../../case.js";

const SCHEMA = { n: int64, x: float64, p: decimal(9, 2) };
type NumericColumn = Columns<typeof SCHEMA>["n" | "x" | "p"];
const FUNCTIONS: readonly (readonly [
  name: string,
  build: (v: NumericColumn) => AnyColumn,
  expected: (v: number) => number | boolean,
])[] = [
  ["exp", (v) => v.exp(), Math.exp],
  ["ln", (v) => v.ln(), Math.log],
  ["log2", (v) => v.log2(), Math.log2],
  ["log10", (v) => v.log10(), Math.log10],
  ["log to base 3", (v) => v.log(3), (v) => Math.log(v) / Math.log(3)],
  ["log with a computed base", (v) => v.mul(0).add(2).log(v.add(1)), (v) => Math.log(2) / Math.log(v + 1)],
  ["sqrt", (v) => v.sqrt(), Math.sqrt],
  ["sin", (v) => v.sin(), Math.sin],
  ["cos", (v) => v.cos(), Math.cos],
  ["tan", (v) => v.tan(), Math.tan],
  ["cot", (v) => v.cot(), (v) => 1 / Math.tan(v)],
  ["asin", (v) => v.asin(), Math.asin],
  ["acos", (v) => v.acos(), Math.acos],
  ["atan", (v) => v.atan(), Math.atan],
  ["atan2", (v) => v.atan2(v), () => Math.PI / 4],
  ["sinh", (v) => v.sinh(), Math.sinh],
  ["cosh", (v) => v.cosh(), Math.cosh],
  ["tanh", (v) => v.tanh(), Math.tanh],
  ["degrees", (v) => v.degrees(), (v) => (v * 180) / Math.PI],
  ["radians", (v) => v.radians(), (v) => (v * Math.PI) / 180],
  ["pow", (v) => v.pow(2), (v) => v ** 2],
  ["pow with the column as exponent", (v) => v.mul(0).add(2).pow(v), (v) => 2 ** v],
  ["isNan", (v) => v.isNan(), () => false],
  ["isInf", (v) => v.isInf(), () => false],
];
const data = [
  { n: 1, x: 0.25, p: "0.50" },
  { n: null, x: null, p: null },
];
const numbers = [1, 2, 4, 8, 16, 3].map((v) => ({ n: v, x: v * v, p: String(v) }));

/** Numeric functions of integers, floats and decimals. */
export const numericFunctions = group(
  "numeric functions by dtype",
  FUNCTIONS.map(([name, build, expected]) =>
    perRow(
      name,
      SCHEMA,
      data,
      (c) => ({ n: build(c.n), x: build(c.x), p: build(c.p) }),
      ({ n, x, p }) => ({
        n: n === null ? null : expected(n),
        x: x === null ? null : expected(x),
        p: p === null ? null : expected(Number(p)),
      }),
    ),
  ),
  [
    perRow(
      "pow of infinities",
      { x: float64 },
      [{ x: -Infinity }, { x: Infinity }],
      (c) => ({ up: c.x.pow(1.6), down: c.x.pow(-1.6), cubed: c.x.pow(3) }),
      [
        { up: Infinity, down: 0, cubed: -Infinity },
        { up: Infinity, down: 0, cubed: Infinity },
      ],
    ),
    perRow("abs of the smallest int32", { n: int64 }, [{ n: 1 }], () => lit(-2147483648).abs(), [2147483648]),
    perRow(
      "div, floorDiv and mod of decimals",
      { p: decimal(9, 2), q: decimal(5, 1) },
      [
        { p: "7.50", q: "2.0" },
        { p: "-7.50", q: "2.0" },
        { p: "7.50", q: "0.0" },
        { p: null, q: "1.0" },
      ],
      (c) => ({ div: c.p.div(c.q), floor: c.p.floorDiv(c.q), mod: c.p.mod(c.q) }),
      [
        { div: 3.75, floor: "3", mod: "1.50" },
        { div: -3.75, floor: "-4", mod: "-1.50" },
        { div: null, floor: null, mod: null },
        { div: null, floor: null, mod: null },
      ],
    ),
    overRows(
      "statistics of decimals equal those of floats",
      SCHEMA,
      numbers,
      (c) => ({
        corr: c.p.corr(c.p).sub(c.n.corr(c.n)).abs().lt(1e-9),
        cov: c.p.cov(c.p).sub(c.n.cov(c.n)).abs().lt(1e-9),
        skew: c.p.skew().sub(c.n.skew()).abs().lt(1e-9),
        kurtosis: c.p.kurtosis().sub(c.n.kurtosis()).abs().lt(1e-9),
        std: c.p.std().sub(c.n.std()).abs().lt(1e-9),
        median: c.p.approxMedian().between(2, 8),
        tenth: c.x.approxQuantile(0.1).between(0, 10),
        middle: c.p.approxQuantile(0.5).between(2, 8),
        approxMedianFloat: c.x.approxMedian().between(4, 64),
      }),
      {
        corr: true,
        cov: true,
        skew: true,
        kurtosis: true,
        std: true,
        median: true,
        tenth: true,
        middle: true,
        approxMedianFloat: true,
      },
    ),
  ],
);
