import {
  and,
  bool,
  cases,
  coalesce,
  decimal,
  float64,
  greatest,
  ifelse,
  int32,
  int64,
  least,
  lit,
  or,
  string,
} from "@avocet/core";
import { fails, perRow, returnsRows, rows, values } from "../../build.js";
import { group } from "../../case.js";

const SCHEMA = { a: int64, b: int64, x: float64, s: string, t: bool };
const data = [
  { a: 1, b: 2, x: 0.5, s: "p", t: true },
  { a: 1, b: 1, x: null, s: null, t: false },
  { a: null, b: 3, x: 2, s: "q", t: null },
  { a: 4, b: null, x: -1, s: "", t: true },
];
const N = lit(null, int64);

/** NULL handling, conditionals, and operands of mixed dtypes. */
export const conditionals = group(
  "NULL handling and conditionals",
  [
    perRow("coalesce of mixed numeric dtypes", SCHEMA, data, (c) => coalesce(c.x, c.a, 7), [0.5, 1, 2, -1]),
    perRow(
      "fillNull of three dtypes",
      SCHEMA,
      data,
      (c) => ({ a: c.a.fillNull(0), s: c.s.fillNull("none"), t: c.t.fillNull(false) }),
      [
        { a: 1, s: "p", t: true },
        { a: 1, s: "none", t: false },
        { a: 0, s: "q", t: false },
        { a: 4, s: "", t: true },
      ],
    ),
    perRow("nullif of a literal", SCHEMA, data, (c) => ({ a: c.a.nullif(1), s: c.s.nullif("") }), [
      { a: null, s: "p" },
      { a: null, s: null },
      { a: null, s: "q" },
      { a: 4, s: null },
    ]),
    perRow(
      "ifelse with a NULL condition returns the alternative",
      SCHEMA,
      data,
      (c) => ({ plain: c.t.ifelse("yes", "no"), not: c.t.not().ifelse(1, 2), free: ifelse(c.a.lt(c.b), c.a, c.x) }),
      [
        { plain: "yes", not: 2, free: 1 },
        { plain: "no", not: 1, free: null },
        { plain: "no", not: 2, free: 2 },
        { plain: "yes", not: 2, free: -1 },
      ],
    ),
    perRow(
      "cases returns the first branch that is true",
      SCHEMA,
      data,
      (c) => ({
        else: cases(
          [
            [c.a.eq(c.b), "same"],
            [c.a.lt(c.b), "less"],
            [c.a.notNull(), "known"],
          ],
          "unknown",
        ),
        none: cases([
          [c.a.gt(3), c.x],
          [c.b.gt(1), c.a],
        ]),
      }),
      [
        { else: "less", none: 1 },
        { else: "same", none: null },
        { else: "unknown", none: null },
        { else: "known", none: -1 },
      ],
    ),
    perRow(
      "greatest and least of mixed dtypes",
      SCHEMA,
      data,
      (c) => ({ max: greatest(c.a, c.b, c.x), min: least(c.a, c.x, 1) }),
      [
        { max: 2, min: 0.5 },
        { max: 1, min: 1 },
        { max: 3, min: 1 },
        { max: 4, min: -1 },
      ],
    ),
    perRow(
      "comparisons with NULL are NULL",
      SCHEMA,
      data,
      (c) => ({ eq: c.a.eq(null), ne: c.a.ne(N), lt: c.a.lt(c.x), is: c.a.identicalTo(null), in: c.a.isin([null, 4]) }),
      [
        { eq: null, ne: null, lt: false, is: false, in: null },
        { eq: null, ne: null, lt: null, is: false, in: null },
        { eq: null, ne: null, lt: null, is: true, in: null },
        { eq: null, ne: null, lt: false, is: false, in: true },
      ],
    ),
    perRow(
      "between with literals, columns and NULL",
      SCHEMA,
      data,
      (c) => ({
        plain: c.a.between(1, 3),
        turned: c.a.between(3, 1),
        open: c.a.between(c.b, null),
        mixed: c.x.between(c.a.neg(), c.b),
      }),
      [
        { plain: true, turned: false, open: false, mixed: true },
        { plain: true, turned: false, open: null, mixed: null },
        { plain: null, turned: null, open: null, mixed: null },
        { plain: false, turned: false, open: null, mixed: null },
      ],
    ),
    perRow(
      "and and or of several conditions",
      SCHEMA,
      data,
      (c) => ({ and: and(c.t, c.a.gt(0), c.b.gt(0)), or: or(c.a.gt(3), c.b.gt(2)), emptyAnd: and(), emptyOr: or() }),
      [
        { and: true, or: false, emptyAnd: true, emptyOr: false },
        { and: false, or: false, emptyAnd: true, emptyOr: false },
        { and: null, or: true, emptyAnd: true, emptyOr: false },
        { and: null, or: true, emptyAnd: true, emptyOr: false },
      ],
    ),
    returnsRows(
      "filter keeps rows where the condition is true",
      rows(SCHEMA, data)
        .filter((c) => c.a.gt(1).not())
        .select("a", "b"),
      [
        { a: 1, b: 2 },
        { a: 1, b: 1 },
      ],
    ),
    returnsRows(
      "filter by a nullable column",
      rows(SCHEMA, data)
        .filter((c) => c.t)
        .select("a"),
      [{ a: 1 }, { a: 4 }],
    ),
    returnsRows(
      "filter by several conditions",
      rows(SCHEMA, data)
        .filter(
          (c) => c.b.gt(0),
          (c) => [c.a.eq(1), c.x.notNull()],
        )
        .select("a", "b"),
      [{ a: 1, b: 2 }],
    ),
    returnsRows(
      "filter by true and by NULL",
      rows(SCHEMA, data)
        .filter(true)
        .filter(() => lit(null, bool)),
      [],
    ),
    fails(
      "cast of an invalid string is an error",
      rows({ s: string }, [{ s: "x" }]).select((c) => ({ n: c.s.cast(int64) })),
      "data",
    ),
    perRow(
      "ifelse guards a cast",
      { s: string },
      [{ s: "x" }, { s: "5" }],
      (c) => ifelse(c.s.reSearch("^[0-9]+$"), c.s, "0").cast(int64),
      [0, 5],
    ),
  ],
  values({
    "coalesce returns the first non-NULL value": [coalesce(N, N, lit(3)), 3],
    "coalesce of NULLs": [coalesce(N, N), null],
    "an untyped NULL": [lit(null), null],
    "isNull of an untyped NULL": [lit(null).isNull(), true],
    "isin of two values": [lit("b").isin(["a", "b"]), true],
    "isin of an empty list": [lit(null, string).isin([]), false],
    "notin of a list with NULL": [lit(1).notin([2, null]), null],
    "a decimal equals a float": [lit("1.5", decimal(9, 2)).eq(1.5), true],
    "int32 compared with a larger integer": [lit(1, int32).lt(2 ** 40), true],
    "an integer equals a float": [lit(1).eq(1.0), true],
    "precedence of and, or, not": [lit(true).or(lit(false)).and(lit(false)).not().or(lit(false)), true],
    "equality of comparisons": [lit(1).lt(2).eq(lit(3).lt(4)), true],
    "a condition as a value": [lit(1).eq(1).ifelse(lit(2).gt(3), lit(true)), false],
    "NULL in arithmetic": [lit(1).add(N).mul(0), null],
    nullable: [lit(5).nullable(), 5],
  }),
);
