import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const TSC = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin/tsc");

const PRELUDE = `import * as a from "@avocet/core";
const { s, desc } = a;
const t = a.table("t", { id: a.notNull(a.int64), name: a.string, day: a.date, amount: a.float64, open: a.bool });
const u = a.table("u", { id: a.int64, name: a.string, rate: a.float64 });
void [s, desc, u];
`;

/** A valid expression, an invalid variant of it, and the compiler's error message. */
const PAIRS: readonly (readonly [valid: string, invalid: string, message: RegExp])[] = [
  ["t.filter((c) => c.amount.gt(1))", "t.filter((c) => c.amuont.gt(1))", /'amuont' does not exist/],
  ["t.filter((c) => c.open)", "t.filter((c) => c.name)", /not assignable/],
  ["t.filter((c) => c.name.eq('x'))", "t.filter((c) => c.name.eq(1))", /not assignable/],
  ["t.filter((c) => c.amount.gt(1))", "t.filter((c) => c.amount.gt('1'))", /not assignable/],
  ["t.filter((c) => c.open.and(c.id.gt(1)))", "t.filter((c) => c.open.and(1))", /'?1'?.* not assignable/],
  ["t.filter((c) => c.open.or(c.open))", "t.filter((c) => c.open.or(c.id))", /not assignable/],
  ["t.filter((c) => c.name.isin(['x']))", "t.filter((c) => c.name.isin([1]))", /not assignable|No overload/],
  ["t.filter((c) => c.day.between('2020-01-01', c.day))", "t.filter((c) => c.day.between(1, c.day))", /not assignable/],
  ["t.select('id')", "t.select('idd')", /"idd".* not assignable/],
  ["t.select(s.columns('id'))", "t.select(s.columns('idd'))", /not assignable/],
  ["t.select((c) => c.id)", "t.select((c) => c.idd)", /'idd' does not exist/],
  ["t.groupBy('id')", "t.groupBy('idd')", /"idd".* not assignable/],
  ["t.orderBy('id')", "t.orderBy('idd')", /"idd".* not assignable/],
  ["t.orderBy(desc('id'))", "t.orderBy(desc('idd'))", /not assignable/],
  ["t.drop('id')", "t.drop('idd')", /"idd".* not assignable/],
  ["t.drop('id').filter((c) => c.open)", "t.drop('id').filter((c) => c.id.gt(1))", /'id' does not exist/],
  ["t.rename({ key: 'id' })", "t.rename({ key: 'idd' })", /"idd".* not assignable/],
  ["t.rename({ key: 'id' }).select('key')", "t.rename({ key: 'id' }).select('id')", /"id".* not assignable/],
  ["t.select('id').c.id", "t.select('id').c.name", /'name' does not exist/],
  ["t.mutate((c) => ({ x: c.amount.add(1) }))", "t.mutate((c) => ({ x: c.name.add(1) }))", /'add' does not exist/],
  ["t.mutate((c) => ({ x: c.day.month() }))", "t.mutate((c) => ({ x: c.id.month() }))", /'month' does not exist/],
  ["t.mutate((c) => ({ x: c.name.upper() }))", "t.mutate((c) => ({ x: c.amount.upper() }))", /'upper' does not exist/],
  ["t.mutate((c) => ({ x: c.id.add(c.id) }))", "t.mutate((c) => ({ x: c.id.add(c.name) }))", /not assignable/],
  ["t.mutate((c) => ({ x: c.id })).c.x.add(1)", "t.mutate((c) => ({ x: c.name })).c.x.add(1)", /'add' does not exist/],
  [
    "t.groupBy('id').aggregate((c) => ({ x: c.amount.sum() }))",
    "t.groupBy('id').aggregate((c) => ({ x: c.name.sum() }))",
    /'sum' does not exist/,
  ],
  [
    "t.groupBy('id').aggregate((c) => ({ x: c.amount.sum() }))",
    "t.groupBy('id').aggregate((c) => ({ x: c.amuont.sum() }))",
    /'amuont' does not exist/,
  ],
  [
    "t.aggregate((c) => ({ x: c.amount.max() })).c.x",
    "t.aggregate((c) => ({ x: c.amount.max() })).c.amount",
    /'amount' does not exist/,
  ],
  ["t.innerJoin(u, 'id')", "t.innerJoin(u, 'rate')", /"rate".* not assignable/],
  ["t.innerJoin(u, [['day', 'name']])", "t.innerJoin(u, [['day', 'days']])", /"days".* not assignable/],
  ["t.innerJoin(u, (l, r) => l.id.eq(r.id))", "t.innerJoin(u, (l, r) => l.rate.eq(r.rate))", /'rate' does not exist/],
  ["t.innerJoin(u, 'id').c.name_right", "t.innerJoin(u, 'id').c.id_right", /'id_right' does not exist/],
  [
    "t.innerJoin(u, 'id', { suffix: '_u' }).c.name_u",
    "t.innerJoin(u, 'id', { suffix: '_u' }).c.name_right",
    /'name_right' does not exist/,
  ],
  ["t.leftJoin(u, 'id')", "t.leftJoin(u.c.id, 'id')", /not assignable/],
  ["t.union(t.filter((c) => c.open))", "t.union(u)", /not assignable|No overload/],
  ["t.distinct({ on: 'id' })", "t.distinct({ on: 'idd' })", /"idd".* not assignable/],
  ["t.schema satisfies { id: a.Int64<false> }", "t.schema satisfies { id: a.Int64<true> }", /'id'|not satisfy/],
  [
    "t.execute() satisfies Promise<{ id: bigint | number }[]>",
    "t.execute() satisfies Promise<{ id: string }[]>",
    /not satisfy/,
  ],
  [
    "t.execute() satisfies Promise<{ name: string | null }[]>",
    "t.execute() satisfies Promise<{ name: string }[]>",
    /not satisfy/,
  ],
  [
    "t.leftJoin(u, 'id').select('rate').execute() satisfies Promise<{ rate: number | null }[]>",
    "t.leftJoin(a.table('v', { id: a.int64, r: a.notNull(a.float64) }), 'id').execute() satisfies Promise<{ r: number }[]>",
    /not satisfy/,
  ],
];

/** Type-checks the lines and returns the errors by line number. */
function compilerErrors(lines: readonly string[]): ReadonlyMap<number, string> {
  const dir = mkdtempSync(join(tmpdir(), "avocet-types-"));
  const compilerOptions = {
    composite: false,
    declaration: false,
    declarationMap: false,
    noEmit: true,
    rootDir: "/",
    types: ["node"],
    typeRoots: [join(ROOT, "node_modules/@types")],
    paths: { "@avocet/core": [join(ROOT, "packages/core/src/index.ts")] },
  };
  try {
    writeFileSync(join(dir, "package.json"), '{ "type": "module" }');
    writeFileSync(join(dir, "programs.ts"), PRELUDE + lines.map((line) => `void (${line});\n`).join(""));
    writeFileSync(
      join(dir, "tsconfig.json"),
      JSON.stringify({ extends: join(ROOT, "tsconfig.base.json"), compilerOptions, files: ["programs.ts"] }),
    );
    return parseErrors(runCompiler(dir));
  } finally {
    rmSync(dir, { recursive: true });
  }
}
function runCompiler(dir: string): string {
  try {
    return execFileSync(process.execPath, [TSC, "-p", dir, "--pretty", "false"], { encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    // tsc exits with an error code after type errors.
    if (error instanceof Error && "stdout" in error) return String(error.stdout);
    throw error;
  }
}
function parseErrors(text: string): ReadonlyMap<number, string> {
  const errorsByLine = new Map<number, string>();
  const preludeLines = PRELUDE.split("\n").length;
  let line = -1;
  for (const outputLine of text.split("\n")) {
    const match = /^(\S+)\((\d+),\d+\): error/.exec(outputLine);
    if (match) line = match[1]?.endsWith("programs.ts") ? Number(match[2]) - preludeLines : -1;
    if (outputLine.trim()) errorsByLine.set(line, `${errorsByLine.get(line) ?? ""}${outputLine}\n`);
  }
  return errorsByLine;
}

describe("the TypeScript compiler", () => {
  const programs = [...PAIRS.map(([valid]) => valid), ...PAIRS.map(([, invalid]) => invalid)];
  const errors = compilerErrors(programs);

  test("reports no errors outside the tested expressions", () => {
    expect(errors.get(-1)).toBeUndefined();
    expect([...errors.keys()].filter((line) => line < 0 || line >= programs.length)).toEqual([]);
  });
  test.each(PAIRS.map(([, wrong, says], i) => [wrong, says, i] as const))("refuses %s", (_, says, line) => {
    expect(errors.get(line)).toBeUndefined();
    expect(errors.get(line + PAIRS.length)).toMatch(says);
  });
});
