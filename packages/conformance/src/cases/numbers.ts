import { decimal, float32, float64, int8, int32, int64, lit, memtable, uint64 } from "@avocet/core";
import { fails, gives, overRows, rows, values } from "../build.js";
import { group } from "../case.js";

const i = (n: number | bigint) => lit(n, int64);
const f = (x: number) => lit(x, float64);
const dec = (text: string) => lit(text, decimal(15, 2));

const ofLiterals = values({
  "int + int": [i(2).add(3), 5],
  "int + fraction": [i(2).add(0.5), 2.5],
  "int8 + int8 does not overflow on the way": [lit(100, int8).add(lit(100, int8)), 200],
  "int32 * int32 does not overflow on the way": [lit(2_000_000, int32).mul(lit(2_000_000, int32)), 4e12],
  "NULL + int": [lit(null, int64).add(1), null],
  "int - int": [i(2).sub(5), -3],
  "int / int is a float": [i(7).div(2), 3.5],
  "decimal / decimal is a float": [dec("1.00").div(dec("3.00")), 1 / 3],
  "int / 0": [i(7).div(0), null],
  "float / 0": [f(7.5).div(0), null],
  "floorDiv of positives": [i(7).floorDiv(2), 3],
  "floorDiv of a negative": [i(-7).floorDiv(2), -4],
  "floorDiv by a negative": [i(7).floorDiv(-2), -4],
  "floorDiv of two negatives": [i(-7).floorDiv(-2), 3],
  "floorDiv without a remainder": [i(-8).floorDiv(2), -4],
  "floorDiv by 0": [i(7).floorDiv(0), null],
  "floorDiv of floats": [f(-7.5).floorDiv(2), Math.floor(-7.5 / 2)],
  "mod has the dividend's sign": [i(-7).mod(3), -7 % 3],
  "mod by a negative": [i(7).mod(-3), 7 % -3],
  "mod by 0": [i(7).mod(0), null],
  "mod of floats": [f(-7.5).mod(2), -7.5 % 2],
  pow: [i(2).pow(10), 1024],
  "pow of a negative exponent": [i(2).pow(-1), 0.5],
  neg: [i(5).neg(), -5],
  "neg of a negative literal": [i(-5).neg(), 5],
  abs: [i(-5).abs(), 5],
  sign: [f(-0.5).sign(), -1],
  ceil: [f(1.2).ceil(), 2],
  "ceil of a negative": [f(-1.2).ceil(), -1],
  floor: [f(1.8).floor(), 1],
  "floor of a negative": [f(-1.2).floor(), -2],
  "round half away from zero": [f(2.5).round(), 3],
  "round of a negative half": [f(-2.5).round(), -3],
  "round to digits": [f(1.2345).round(2), 1.23],
  "round of a decimal keeps it exact": [dec("2.35").round(1), "2.4"],
  sqrt: [i(9).sqrt(), 3],
  "sqrt of a negative": [i(-1).sqrt(), null],
  exp: [i(0).exp(), 1],
  ln: [f(Math.E).ln(), 1],
  "ln of 0": [i(0).ln(), null],
  log2: [i(8).log2(), 3],
  log10: [i(1000).log10(), 3],
  "log to a base": [i(81).log(3), 4],
  "log to base 1": [i(81).log(1), null],
  "asin outside of its domain": [i(2).asin(), null],
  acos: [i(1).acos(), 0],
  "cot of 0": [i(0).cot(), null],
  atan2: [i(1).atan2(1), Math.PI / 4],
  degrees: [f(Math.PI).degrees(), 180],
  radians: [i(180).radians(), Math.PI],
  "clip below": [i(-5).clip({ lower: 0 }), 0],
  "clip above": [i(50).clip({ lower: 0, upper: 10 }), 10],
  "clip of NULL": [lit(null, int64).clip({ lower: 0 }), null],
  isNan: [lit(Number.NaN, float64).isNan(), true],
  "isNan of an int": [i(1).isNan(), false],
  isInf: [lit(Number.POSITIVE_INFINITY, float64).isInf(), true],
  bitAnd: [i(12).bitAnd(10), 12 & 10],
  bitOr: [i(12).bitOr(10), 12 | 10],
  bitXor: [i(12).bitXor(10), 12 ^ 10],
  bitNot: [i(12).bitNot(), ~12],
  shiftLeft: [i(3).shiftLeft(4), 48],
  "shiftRight keeps the sign": [i(-16).shiftRight(2), -4],
  toBase: [i(255).toBase(16), "ff"],
  "toBase of a negative": [i(-255).toBase(2), "-11111111"],
  bucket: [i(15).bucket([0, 10, 20, 30]), 1],
  "bucket of the last edge": [i(30).bucket([0, 10, 20, 30]), 2],
  "bucket outside": [i(31).bucket([0, 10, 20, 30]), null],
  "bucket over": [i(31).bucket([0, 10, 20], { includeOver: true }), 2],
  "precedence is kept": [i(2).add(3).mul(4), 20],
  "precedence to the right": [i(20).sub(i(5).sub(3)), 18],
  "float32 widens": [lit(0.5, float32).add(lit(0.25, float32)), 0.75],
  between: [i(5).between(1, 5), true],
  "isin of nothing": [i(5).isin([]), false],
  "notin of nothing": [i(5).notin([]), true],
  isin: [i(5).isin([1, 5]), true],
  "isin of NULL": [lit(null, int64).isin([1, 5]), null],
  "identicalTo NULL": [lit(null, int64).identicalTo(null), true],
  "a large uint64": [lit(2n ** 63n, uint64).eq(lit(2n ** 63n, uint64)), true],
});

const NUMBERS = { g: int64, n: int64, x: float64 };
const data = [
  { g: 1, n: 1, x: 1.5 },
  { g: 1, n: 2, x: null },
  { g: 1, n: null, x: 3.5 },
  { g: 2, n: 4, x: 10 },
];
const known = [1, 2, 4];
const mean = 7 / 3;
const squares = known.reduce((sum, n) => sum + (n - mean) ** 2, 0);

const reductions = [
  overRows(
    "count, nunique",
    NUMBERS,
    data,
    (c) => ({ rows: c.g.count(), known: c.n.count(), different: c.g.nunique() }),
    {
      rows: 4,
      known: 3,
      different: 2,
    },
  ),
  overRows(
    "sum, mean, min, max",
    NUMBERS,
    data,
    (c) => ({ sum: c.n.sum(), mean: c.n.mean(), min: c.n.min(), max: c.n.max() }),
    {
      sum: 7,
      mean,
      min: 1,
      max: 4,
    },
  ),
  overRows(
    "var, std",
    NUMBERS,
    data,
    (c) => ({ var: c.n.var(), all: c.n.var({ how: "population" }), std: c.n.std() }),
    {
      var: squares / 2,
      all: squares / 3,
      std: Math.sqrt(squares / 2),
    },
  ),
  overRows(
    "over no rows count is 0, all others NULL",
    NUMBERS,
    [],
    (c) => ({ n: c.n.count(), sum: c.n.sum(), mean: c.n.mean(), max: c.n.max(), any: c.n.gt(1).any() }),
    {
      n: 0,
      sum: null,
      mean: null,
      max: null,
      any: null,
    },
  ),
];

const big = memtable([{ n: 2n ** 62n }, { n: 2n ** 62n }]);
const overflow = [
  fails("int64 + 1 overflows", i(2n ** 63n - 1n).add(1), "data"),
  fails(
    "a sum overflows",
    big.aggregate((c) => ({ total: c.n.sum() })),
    "data",
  ),
];

const grouped = [
  gives(
    "an expression as the key of groups",
    rows(NUMBERS, data)
      .filter((c) => c.n.gt(1))
      .groupBy((c) => ({ half: c.n.div(2) }))
      .aggregate((c) => ({ n: c.n.count() }))
      .orderBy("half"),
    [
      { half: 1, n: 1 },
      { half: 2, n: 1 },
    ],
    { ordered: true },
  ),
];

/** Arithmetic, rounding, bits, and reductions of numbers. */
export const numbers = group("numbers", ofLiterals, reductions, overflow, grouped);
