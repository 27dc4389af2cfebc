// Specific to DuckDB; the conformance package tests strings on all engines.
import type { AnyColumn, Columns } from "@avocet/core";
import { int64, memtable, randomUUID, string } from "@avocet/core";
import { expect, test } from "vitest";
import { run } from "./run.js";

const SCHEMA = { row: int64, s: string, t: string, n: int64 };
type Cells = Columns<typeof SCHEMA>;
const valueFor = async (s: string, build: (c: Cells) => AnyColumn, t = ""): Promise<unknown> => {
  const [row] = await run(memtable([{ s, t }], SCHEMA).select((c) => ({ value: build(c) })));
  return row?.value;
};

test("upper maps each character to one character", async () => {
  expect(await valueFor("Grüße ŉ ﬁ", (c) => c.s.upper().length())).toBe(9);
});
test("levenshtein supports 127 different characters beyond ASCII", async () => {
  const long = String.fromCodePoint(...Array.from({ length: 120 }, (_, i) => 0x400 + i));
  expect(await valueFor(long, (c) => c.s.levenshtein(c.t), long.slice(1))).toBe(1);
  const longer = long + String.fromCodePoint(...Array.from({ length: 20 }, (_, i) => 0x600 + i));
  await expect(valueFor(longer, (c) => c.s.levenshtein(c.t), "a")).rejects.toThrow(/127 different/);
});
test("sha512 is rejected with a suggestion", () => {
  return expect(valueFor("", (c) => c.s.hexdigest("sha512"))).rejects.toThrow(/no sha512[\s\S]*use "sha256"/);
});
test("DuckDB's result types match the dtypes", async () => {
  const types: readonly (readonly [type: string, build: (c: Cells) => { typeof(): AnyColumn }])[] = [
    ["BIGINT", (c) => c.s.length()],
    ["BIGINT", (c) => c.s.ascii()],
    ["BIGINT", (c) => c.s.find("a")],
    ["BIGINT", (c) => c.s.find("a", c.n)],
    ["BIGINT", (c) => c.s.findInSet(["a", "b"])],
    ["BIGINT", (c) => c.s.levenshtein("é")],
    ["BOOLEAN", (c) => c.s.like("a\\%")],
    ["VARCHAR[]", (c) => c.s.split(",")],
    ["VARCHAR[]", (c) => c.s.reSplit(",")],
    ["VARCHAR", (c) => c.s.reExtract("a")],
    ["BLOB", (c) => c.s.hashbytes("md5")],
    ["TIMESTAMP", (c) => c.s.toTimestamp("%Y")],
    ["DATE", (c) => c.s.toDate("%Y")],
    ["TIME", (c) => c.s.toTime("%H")],
    ["UUID", () => randomUUID()],
  ];
  const row = memtable([{ row: 0, s: "12", n: 0 }], SCHEMA);
  const named = types.map(([type, build], i) => [`${i} ${type}`, build] as const);
  const [typeNames] = await run(
    row.select((c) => Object.fromEntries(named.map(([name, build]) => [name, build(c).typeof()]))),
  );
  expect(Object.entries(typeNames ?? {}).map(([name, type]) => name.endsWith(` ${type}`) || [name, type])).toEqual(
    types.map(() => true),
  );
});
