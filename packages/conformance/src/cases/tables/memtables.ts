import { array, date, float64, int64, lit, string, struct, timestamp } from "@avocet/core";
import { returnsRows, rows, scenario, values } from "../../build.js";
import { group } from "../../case.js";

/** Text that has broken encoders: quotes, comments, statement terminators, placeholders, newlines, surrogate pairs. */
const UNTRUSTED = [
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
const TEXT_WITH_NUL = "a\u0000b";
const singleRow = (text: string) => rows({ s: string }, [{ s: text }]);

/** A repeatable sequence of pseudorandom integers. */
function* integerSequence(seed: number): Generator<number, never> {
  for (let n = seed; ; ) {
    n = (Math.imul(n, 1664525) + 1013904223) >>> 0;
    yield n;
  }
}
const randomIntegers = integerSequence(7);
const nextInteger = (limit: number): number => randomIntegers.next().value % limit;
const randomText = (): string => {
  const codePoints = Array.from(
    { length: nextInteger(12) },
    () =>
      [nextInteger(96) + 32, nextInteger(0xd000 - 0xa0) + 0xa0, nextInteger(0x1000) + 0x1f000][nextInteger(3)] ?? 65,
  );
  return String.fromCodePoint(...codePoints);
};
const randomFloat = (): number =>
  (nextInteger(2) === 0 ? 1 : -1) * (nextInteger(2 ** 32) / 2 ** 32 + 0.5) * 2 ** (nextInteger(600) - 300);
const randomInteger = (): number =>
  (nextInteger(2) === 0 ? 1 : -1) * (nextInteger(2 ** 21) * 2 ** 32 + nextInteger(2 ** 32));
const randomDate = (): Date => new Date(-62135596800000 + nextInteger(2 ** 32) * 73_000 + nextInteger(1000));
const randomRows = Array.from({ length: 150 }, (_, id) => ({
  id,
  s: randomText(),
  x: randomFloat(),
  n: randomInteger(),
  at: randomDate(),
}));

const names = [
  ...UNTRUSTED.filter((text) => text.trim() !== "" && !/\p{Cc}/u.test(text)).slice(0, 24),
  "constructor",
  "__proto__",
  "toString",
];
const hundredColumns = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`c${i}`, i]));

/** Untrusted text as values and as names. */
export const untrustedText = group(
  "untrusted text",
  UNTRUSTED.flatMap((text) => [
    ...values({ [`${quoted(text)} as a literal`]: [lit(text), text] }),
    returnsRows(
      `${quoted(text)} in rows and conditions`,
      singleRow(text).filter((c) => c.s.eq(text).and(c.s.isin([text, "other"]))),
      [{ s: text }],
    ),
  ]),
  values({
    "a NUL character in a literal": [lit(TEXT_WITH_NUL), TEXT_WITH_NUL],
    "all texts in an array literal": [lit(UNTRUSTED, array(string)), UNTRUSTED],
    "all texts in one literal": [lit(UNTRUSTED.join("")), UNTRUSTED.join("")],
    "length of a long literal": [lit("it's ".repeat(20_000)).length(), 100_000],
    "a long literal is returned unchanged": [lit("é\\'".repeat(3000)), "é\\'".repeat(3000)],
  }),
  names.map((name) =>
    returnsRows(
      `${quoted(name)} as a column name`,
      rows({ [name]: int64, [`${name}2`]: int64 }, [{ [name]: 1, [`${name}2`]: 2 }]).filter(
        (c) => c[name]?.eq(1) ?? false,
      ),
      [{ [name]: 1, [`${name}2`]: 2 }],
    ),
  ),
  names.slice(0, 12).map((name) =>
    returnsRows(
      `${quoted(name)} as a field name`,
      rows({ s: struct({ [name]: string }) }, [{ s: { [name]: name } }]).select((c) => ({ f: c.s.field(name) })),
      [{ f: name }],
    ),
  ),
  [
    scenario(
      "text is never executed as SQL",
      async (backend) => {
        await backend.createTable("conformance_victim", rows({ id: int64 }, [{ id: 1 }]), { replace: true });
        for (const text of [
          "'; DROP TABLE conformance_victim; --",
          "\\'; DROP TABLE conformance_victim; --",
          '"; DROP TABLE conformance_victim; --',
        ])
          for (const literals of ["inline", "bind"] as const)
            await backend.execute(
              singleRow(text).filter((c) => c.s.eq(text)),
              { literals },
            );
        const remaining = await backend.execute(await backend.table("conformance_victim"));
        await backend.dropTable("conformance_victim");
        return remaining;
      },
      [{ id: 1 }],
    ),
  ],
);
export const memtables = group("memtables", [
  returnsRows(
    "random text, numbers and instants",
    rows({ id: int64, s: string, x: float64, n: int64, at: timestamp("UTC") }, randomRows).orderBy("id"),
    randomRows,
    { ordered: true, tolerance: 0 },
  ),
  returnsRows(
    "smallest and largest floats",
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
  returnsRows(
    "a thousand rows",
    rows(
      { n: int64 },
      Array.from({ length: 1000 }, (_, n) => ({ n })),
    ).aggregate((c) => ({ rows: c.n.count(), sum: c.n.sum() })),
    [{ rows: 1000, sum: 499500 }],
  ),
  returnsRows(
    "a hundred columns",
    rows(Object.fromEntries(Object.keys(hundredColumns).map((name) => [name, int64])), [hundredColumns]),
    [hundredColumns],
  ),
  returnsRows("no rows", rows({ n: int64, s: string }, []), []),
  returnsRows("no rows with arrays and structs", rows({ a: array(int64), s: struct({ x: float64 }) }, []), []),
  returnsRows(
    "an aggregate over no rows",
    rows({ n: int64 }, []).aggregate((c) => ({ n: c.n.count() })),
    [{ n: 0 }],
  ),
  returnsRows("columns of NULLs only", rows({ n: int64, on: date, s: string }, [{}, { n: null }]), [
    { n: null, on: null, s: null },
    { n: null, on: null, s: null },
  ]),
  returnsRows(
    "a column with NULL before its first value",
    rows({ x: float64 }, [{ x: null }, { x: 0.5 }]).orderBy("x"),
    [{ x: 0.5 }, { x: null }],
    { ordered: true },
  ),
  returnsRows(
    "a cross join of two memtables",
    rows({ n: int64 }, [{ n: 1 }]).crossJoin(rows({ m: int64 }, [{ m: 1 }])),
    [{ n: 1, m: 1 }],
  ),
  returnsRows(
    "a union of six equal memtables",
    Array.from({ length: 6 }, () => rows({ n: int64 }, [{ n: 1 }, { n: 2 }]))
      .reduce((l, r) => l.union(r))
      .aggregate((c) => ({ n: c.n.sum() })),
    [{ n: 18 }],
  ),
]);
