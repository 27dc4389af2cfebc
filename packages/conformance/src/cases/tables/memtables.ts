import { array, date, float64, int64, lit, string, struct, timestamp } from "@avocet/core";
import { gives, rows, scenario, values } from "../../build.js";
import { group } from "../../case.js";

/** Text that has broken encoders: quotes, comments, statement ends, placeholders, line ends, surrogate pairs. */
const HOSTILE = [
  "'",
  "''",
  "\\'",
  '"',
  '""',
  "`",
  "';",
  "'; DROP TABLE victim; --",
  "') OR 1=1 --",
  "/* */",
  "*/ --",
  "$1",
  "$$x$$",
  "?",
  ":name",
  "@p",
  "@@x",
  "%",
  "%s",
  "_",
  "{}",
  "{{x}}",
  "#",
  "\n",
  "\r\n",
  "\t",
  "\u0001",
  "\u001f",
  "\u007f",
  "\u2028",
  "\u2029",
  "é",
  "e\u0301",
  "😀",
  "👨‍👩‍👧",
  "\ufeff",
  "\ufffd",
  "\\",
  "\\\\",
  "\\n",
  "\\x41",
  "\\u0041",
  "E'\\x41'",
  "x'41'",
  "NULL",
  "null",
  " ",
  "  x  ",
];
const quoted = (text: string) => JSON.stringify(text);
const NUL = "a\u0000b";
const wrapped = (text: string) => rows({ s: string }, [{ s: text }]);

/** Whole numbers that look random and are always the same. */
function* numbers(seed: number): Generator<number, never> {
  for (let n = seed; ; ) {
    n = (Math.imul(n, 1664525) + 1013904223) >>> 0;
    yield n;
  }
}
const dice = numbers(7);
const next = (below: number): number => dice.next().value % below;
const anyText = (): string => {
  const points = Array.from(
    { length: next(12) },
    () => [next(96) + 32, next(0xd000 - 0xa0) + 0xa0, next(0x1000) + 0x1f000][next(3)] ?? 65,
  );
  return String.fromCodePoint(...points);
};
const anyFloat = (): number => (next(2) === 0 ? 1 : -1) * (next(2 ** 32) / 2 ** 32 + 0.5) * 2 ** (next(600) - 300);
const anyInteger = (): number => (next(2) === 0 ? 1 : -1) * (next(2 ** 21) * 2 ** 32 + next(2 ** 32));
const anyDate = (): Date => new Date(-62135596800000 + next(2 ** 32) * 73_000 + next(1000));
const anyRows = Array.from({ length: 150 }, (_, id) => ({
  id,
  s: anyText(),
  x: anyFloat(),
  n: anyInteger(),
  at: anyDate(),
}));

const names = [
  ...HOSTILE.filter((text) => text.trim() !== "" && !/\p{Cc}/u.test(text)).slice(0, 24),
  "constructor",
  "__proto__",
  "toString",
];
const hundred = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`c${i}`, i]));

/** Text of every kind, as values and as names. */
export const hostile = group(
  "hostile text",
  HOSTILE.flatMap((text) => [
    ...values({ [`${quoted(text)} as a literal`]: [lit(text), text] }),
    gives(
      `${quoted(text)} in rows and conditions`,
      wrapped(text).filter((c) => c.s.eq(text).and(c.s.isin([text, "other"]))),
      [{ s: text }],
    ),
  ]),
  values({
    "a NUL character": [lit(NUL), NUL],
    "all in an array": [lit(HOSTILE, array(string)), HOSTILE],
    "all in one text": [lit(HOSTILE.join("")), HOSTILE.join("")],
    "long text": [lit("it's ".repeat(20_000)).length(), 100_000],
    "long text comes back": [lit("é\\'".repeat(3000)), "é\\'".repeat(3000)],
  }),
  names.map((name) =>
    gives(
      `${quoted(name)} as the name of a column`,
      rows({ [name]: int64, [`${name}2`]: int64 }, [{ [name]: 1, [`${name}2`]: 2 }]).filter(
        (c) => c[name]?.eq(1) ?? false,
      ),
      [{ [name]: 1, [`${name}2`]: 2 }],
    ),
  ),
  names.slice(0, 12).map((name) =>
    gives(
      `${quoted(name)} as the name of a field`,
      rows({ s: struct({ [name]: string }) }, [{ s: { [name]: name } }]).select((c) => ({ f: c.s.field(name) })),
      [{ f: name }],
    ),
  ),
  [
    scenario(
      "no text runs as SQL",
      async (backend) => {
        await backend.createTable("conformance_victim", rows({ id: int64 }, [{ id: 1 }]), { replace: true });
        for (const text of [
          "'; DROP TABLE conformance_victim; --",
          "\\'; DROP TABLE conformance_victim; --",
          '"; DROP TABLE conformance_victim; --',
        ])
          for (const literals of ["inline", "bind"] as const)
            await backend.execute(
              wrapped(text).filter((c) => c.s.eq(text)),
              { literals },
            );
        const left = await backend.execute(await backend.table("conformance_victim"));
        await backend.dropTable("conformance_victim");
        return left;
      },
      [{ id: 1 }],
    ),
  ],
);
/** Rows in memory. */
export const memory = group("rows in memory", [
  gives(
    "random text, numbers and instants",
    rows({ id: int64, s: string, x: float64, n: int64, at: timestamp("UTC") }, anyRows).orderBy("id"),
    anyRows,
    { ordered: true, tolerance: 0 },
  ),
  gives(
    "extremes of floats",
    rows(
      { id: int64, x: float64 },
      [5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 0.1 + 0.2, 1 / 3, 123456789.12345679].map((x, id) => ({
        id,
        x,
      })),
    ).orderBy("id"),
    [5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 0.1 + 0.2, 1 / 3, 123456789.12345679].map((x, id) => ({
      id,
      x,
    })),
    { ordered: true, tolerance: 0 },
  ),
  gives(
    "a thousand rows",
    rows(
      { n: int64 },
      Array.from({ length: 1000 }, (_, n) => ({ n })),
    ).aggregate((c) => ({ rows: c.n.count(), sum: c.n.sum() })),
    [{ rows: 1000, sum: 499500 }],
  ),
  gives("a hundred columns", rows(Object.fromEntries(Object.keys(hundred).map((name) => [name, int64])), [hundred]), [
    hundred,
  ]),
  gives("no rows", rows({ n: int64, s: string }, []), []),
  gives("no rows of arrays and structs", rows({ a: array(int64), s: struct({ x: float64 }) }, []), []),
  gives(
    "an aggregate of no rows",
    rows({ n: int64 }, []).aggregate((c) => ({ n: c.n.count() })),
    [{ n: 0 }],
  ),
  gives("NULL alone in a column", rows({ n: int64, on: date, s: string }, [{}, { n: null }]), [
    { n: null, on: null, s: null },
    { n: null, on: null, s: null },
  ]),
  gives(
    "one value in the first row, NULL before it",
    rows({ x: float64 }, [{ x: null }, { x: 0.5 }]).orderBy("x"),
    [{ x: 0.5 }, { x: null }],
    { ordered: true },
  ),
  gives("two tables of equal rows", rows({ n: int64 }, [{ n: 1 }]).crossJoin(rows({ m: int64 }, [{ m: 1 }])), [
    { n: 1, m: 1 },
  ]),
  gives(
    "a table used many times",
    Array.from({ length: 6 }, () => rows({ n: int64 }, [{ n: 1 }, { n: 2 }]))
      .reduce((l, r) => l.union(r))
      .aggregate((c) => ({ n: c.n.sum() })),
    [{ n: 18 }],
  ),
]);
