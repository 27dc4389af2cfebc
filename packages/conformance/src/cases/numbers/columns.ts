import type { AnyColumn, Columns } from "@avocet/core";
import { decimal, float64, int64 } from "@avocet/core";
import { perRow } from "../../build.js";
import { group } from "../../case.js";

const FLOATS = [null, 0, 1, -1, 1.5, -1.5, 2.5, -2.5, 0.1, 1234.5678, -1e10, 1e-10];
const SMALL_FLOATS = [null, 0, 1, -1, 0.5, -0.25, 3];
const UNIT_INTERVAL = [null, 0, 1, -1, 0.5, -0.25];
const INTEGERS = [null, 0, 1, -1, 7, -8, 1000];
const DECIMALS = [null, "0.00", "1.25", "-1.25", "2.35", "-99999.99"];
const roundHalfAway = (x: number): number => Math.sign(x) * Math.round(Math.abs(x));
const ifPositive = (f: (x: number) => number) => (x: number) => (x > 0 ? f(x) : null);
const identity = (x: number | null) => x;

type FloatColumns = Columns<{ x: typeof float64 }>;
type FloatFunction = readonly [
  name: string,
  build: (c: FloatColumns) => AnyColumn,
  expected: (x: number) => number | null,
  xs?: readonly (number | null)[],
];
const FLOAT_FUNCTIONS: readonly FloatFunction[] = [
  ["neg", (c) => c.x.neg(), (x) => -x],
  ["abs", (c) => c.x.abs(), Math.abs],
  ["sign", (c) => c.x.sign(), Math.sign],
  ["ceil", (c) => c.x.ceil(), Math.ceil],
  ["floor", (c) => c.x.floor(), Math.floor],
  ["round", (c) => c.x.round(), roundHalfAway],
  ["round to one digit", (c) => c.x.round(1), (x) => roundHalfAway(x * 10) / 10],
  ["round to two digits", (c) => c.x.round(2), (x) => roundHalfAway(x * 100) / 100],
  ["round to hundreds", (c) => c.x.round(-2), (x) => roundHalfAway(x / 100) * 100],
  ["sqrt", (c) => c.x.sqrt(), (x) => (x < 0 ? null : Math.sqrt(x))],
  ["exp", (c) => c.x.exp(), Math.exp, SMALL_FLOATS],
  ["ln", (c) => c.x.ln(), ifPositive(Math.log)],
  ["log2", (c) => c.x.log2(), ifPositive(Math.log2)],
  ["log10", (c) => c.x.log10(), ifPositive(Math.log10)],
  ["log without a base", (c) => c.x.log(), ifPositive(Math.log)],
  ["log to base 3", (c) => c.x.log(3), ifPositive((x) => Math.log(x) / Math.log(3))],
  ["sin", (c) => c.x.sin(), Math.sin, SMALL_FLOATS],
  ["cos", (c) => c.x.cos(), Math.cos, SMALL_FLOATS],
  ["tan", (c) => c.x.tan(), Math.tan, SMALL_FLOATS],
  ["cot", (c) => c.x.cot(), (x) => (x === 0 ? null : 1 / Math.tan(x)), SMALL_FLOATS],
  ["asin", (c) => c.x.asin(), Math.asin, UNIT_INTERVAL],
  ["acos", (c) => c.x.acos(), Math.acos, UNIT_INTERVAL],
  ["asin and acos outside the domain", (c) => c.x.asin().coalesce(c.x.acos()), () => null, [1.5, -1.0001, 100]],
  ["atan", (c) => c.x.atan(), Math.atan],
  ["sinh", (c) => c.x.sinh(), Math.sinh, SMALL_FLOATS],
  ["cosh", (c) => c.x.cosh(), Math.cosh, SMALL_FLOATS],
  ["tanh", (c) => c.x.tanh(), Math.tanh, SMALL_FLOATS],
  ["degrees", (c) => c.x.degrees(), (x) => (x * 180) / Math.PI],
  ["radians", (c) => c.x.radians(), (x) => (x * Math.PI) / 180],
  ["add", (c) => c.x.add(0.5), (x) => x + 0.5],
  ["sub", (c) => c.x.sub(0.5), (x) => x - 0.5],
  ["mul", (c) => c.x.mul(-2), (x) => x * -2],
  ["div", (c) => c.x.div(4), (x) => x / 4],
  ["pow", (c) => c.x.pow(2), (x) => x ** 2],
  ["pow with the column as exponent", (c) => c.x.mul(0).add(2).pow(c.x), (x) => 2 ** x, SMALL_FLOATS],
  ["pow with exponent 0.5", (c) => c.x.abs().pow(0.5), (x) => Math.abs(x) ** 0.5],
  ["atan2", (c) => c.x.atan2(-2), (x) => Math.atan2(x, -2), [null, 1, -1, 0.5, 3]],
  ["clip", (c) => c.x.clip({ lower: -1, upper: 2 }), (x) => Math.min(Math.max(x, -1), 2)],
  ["clip with an upper bound only", (c) => c.x.clip({ upper: 0.5 }), (x) => Math.min(x, 0.5)],
];
const floatCases = FLOAT_FUNCTIONS.map(([name, build, expected, xs = FLOATS]) =>
  perRow(
    `floats: ${name}`,
    { x: float64 },
    xs.map((x) => ({ x })),
    (c) => build(c),
    ({ x }) => (x === null ? null : expected(x)),
    { tolerance: 1e-11 },
  ),
);

type IntegerColumns = Columns<{ n: typeof int64 }>;
const INTEGER_FUNCTIONS: readonly (readonly [
  name: string,
  build: (c: IntegerColumns) => AnyColumn,
  expected: (n: number) => unknown,
])[] = [
  ["neg", (c) => c.n.neg(), (n) => -n],
  ["abs", (c) => c.n.abs(), Math.abs],
  ["sign", (c) => c.n.sign(), Math.sign],
  ["ceil", (c) => c.n.ceil(), identity],
  ["floor", (c) => c.n.floor(), identity],
  ["round", (c) => c.n.round(), identity],
  ["round to digits", (c) => c.n.round(2), identity],
  ["round to tens", (c) => c.n.round(-1), (n) => roundHalfAway(n / 10) * 10],
  ["sqrt", (c) => c.n.sqrt(), (n) => (n < 0 ? null : Math.sqrt(n))],
  ["ln", (c) => c.n.ln(), ifPositive(Math.log)],
  ["degrees", (c) => c.n.degrees(), (n) => (n * 180) / Math.PI],
  ["isNan and isInf", (c) => c.n.isNan().or(c.n.isInf()), () => false],
  ["bitAnd", (c) => c.n.bitAnd(12), (n) => n & 12],
  ["bitOr", (c) => c.n.bitOr(12), (n) => n | 12],
  ["bitXor", (c) => c.n.bitXor(12), (n) => n ^ 12],
  ["bitNot", (c) => c.n.bitNot(), (n) => ~n],
  ["shiftLeft", (c) => c.n.shiftLeft(3), (n) => n << 3],
  ["shiftRight keeps the sign", (c) => c.n.shiftRight(2), (n) => n >> 2],
  ["shifts by zero", (c) => c.n.shiftLeft(0).add(c.n.shiftRight(0)), (n) => 2 * n],
  ["toBase 2", (c) => c.n.toBase(2), (n) => n.toString(2)],
  ["toBase 16", (c) => c.n.toBase(16), (n) => n.toString(16)],
  ["toBase 36", (c) => c.n.toBase(36), (n) => n.toString(36)],
  ["div by the same column", (c) => c.n.div(c.n), (n) => (n === 0 ? null : 1)],
];
const integerCases = INTEGER_FUNCTIONS.map(([name, build, expected]) =>
  perRow(
    `integers: ${name}`,
    { n: int64 },
    INTEGERS.map((n) => ({ n })),
    (c) => build(c),
    ({ n }) => (n === null ? null : expected(n)),
  ),
);

type DecimalColumns = Columns<{ p: ReturnType<typeof decimal> }>;
const DECIMAL_FUNCTIONS: readonly (readonly [
  name: string,
  build: (c: DecimalColumns) => AnyColumn,
  expected: readonly unknown[],
])[] = [
  ["neg", (c) => c.p.neg(), ["0.00", "-1.25", "1.25", "-2.35", "99999.99"]],
  ["abs", (c) => c.p.abs(), ["0.00", "1.25", "1.25", "2.35", "99999.99"]],
  ["sign", (c) => c.p.sign(), [0, 1, -1, 1, -1]],
  ["ceil", (c) => c.p.ceil(), ["0", "2", "-1", "3", "-99999"]],
  ["floor", (c) => c.p.floor(), ["0", "1", "-2", "2", "-100000"]],
  ["round", (c) => c.p.round(), ["0", "1", "-1", "2", "-100000"]],
  ["round to one digit", (c) => c.p.round(1), ["0.0", "1.3", "-1.3", "2.4", "-100000.0"]],
  ["round to more digits than there are", (c) => c.p.round(4), ["0.00", "1.25", "-1.25", "2.35", "-99999.99"]],
  ["add an integer", (c) => c.p.add(1), ["1.00", "2.25", "-0.25", "3.35", "-99998.99"]],
  ["add a fraction", (c) => c.p.add(0.125), ["0.125", "1.375", "-1.125", "2.475", "-99999.865"]],
  ["sub the same column", (c) => c.p.sub(c.p), ["0.00", "0.00", "0.00", "0.00", "0.00"]],
  ["mul", (c) => c.p.mul(c.p), ["0.0000", "1.5625", "1.5625", "5.5225", "9999998000.0001"]],
  ["mul an integer", (c) => c.p.mul(3), ["0.00", "3.75", "-3.75", "7.05", "-299999.97"]],
  ["div is a float", (c) => c.p.div(2), [0, 0.625, -0.625, 1.175, -49999.995]],
  ["floorDiv", (c) => c.p.floorDiv(2), ["0", "0", "-1", "1", "-50000"]],
  ["mod", (c) => c.p.mod(2), ["0.00", "1.25", "-1.25", "0.35", "-1.99"]],
  [
    "sqrt is a float",
    (c) => c.p.abs().sqrt(),
    [0, Math.sqrt(1.25), Math.sqrt(1.25), Math.sqrt(2.35), Math.sqrt(99999.99)],
  ],
  ["clip", (c) => c.p.clip({ lower: 0, upper: 2 }), ["0.00", "1.25", "0.00", "2.00", "0.00"]],
];
const decimalCases = DECIMAL_FUNCTIONS.map(([name, build, expected]) =>
  perRow(
    `decimals: ${name}`,
    { p: decimal(9, 2) },
    DECIMALS.map((p) => ({ p })),
    (c) => build(c),
    [null, ...expected],
  ),
);

/** Functions of float, integer and decimal columns. */
export const numericColumns = group("numeric columns", floatCases, integerCases, decimalCases, [
  perRow(
    "isNan and isInf of floats",
    { x: float64 },
    [null, 0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map((x) => ({ x })),
    (c) => ({ nan: c.x.isNan(), inf: c.x.isInf() }),
    ({ x }) => ({
      nan: x === null ? null : Number.isNaN(x),
      inf: x === null ? null : Math.abs(x) === Number.POSITIVE_INFINITY,
    }),
  ),
  perRow(
    "clip by columns ignores NULL bounds",
    { n: int64, low: int64, high: int64 },
    [
      { n: 5, low: 1, high: 3 },
      { n: 5, low: null, high: 3 },
      { n: 5, low: 7, high: null },
      { n: 5, low: null, high: null },
      { n: null, low: 1, high: 3 },
    ],
    (c) => c.n.clip({ lower: c.low, upper: c.high }),
    [3, 3, 7, 5, null],
  ),
]);
