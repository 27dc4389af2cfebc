import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const TSC = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin/tsc");

// The value encoding is part of the type of a table and of its results.
// Lines that are marked as wrong must be type errors, all others must not.
const PROGRAM = `import * as a from "@avocet/core";
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function same<A, B>(it: Same<A, B>): void;
type Result<P> = Awaited<P>;

const schema = {
  id: a.notNull(a.int64), big: a.uint64, d: a.decimal(9, 2), day: a.date, at: a.timestamp(), j: a.json, n: a.notNull(a.int32),
  l: a.array(a.notNull(a.int64)), m: a.map(a.notNull(a.string), a.int64), st: a.struct({ x: a.notNull(a.int64) }),
};
type S = typeof schema;
type Modes<O extends a.ValueOptions> = a.MergedEncoding<a.DefaultEncoding, O>;
const t = a.table("t", schema);
declare const big: a.Table<S, Modes<{ readonly int64: "bigint"; readonly timestamp: "micros" }>>;

const rows = t.execute();
same<Result<typeof rows>[number]["id"], number>(true);
same<Result<typeof rows>[number]["d"], string | null>(true);
same<Result<typeof rows>[number]["at"], Date | null>(true);
const exact = t.execute({ values: { int64: "bigint", decimal: "number", date: "Date", timestamp: "string", json: "string" } });
same<Result<typeof exact>[number]["id"], bigint>(true);
same<Result<typeof exact>[number]["big"], bigint | null>(true);
same<Result<typeof exact>[number]["d"], number | null>(true);
same<Result<typeof exact>[number]["day"], Date | null>(true);
same<Result<typeof exact>[number]["at"], string | null>(true);
same<Result<typeof exact>[number]["j"], string | null>(true);
same<Result<typeof exact>[number]["n"], number>(true);
same<Result<typeof exact>[number]["l"], bigint[] | null>(true);
same<Result<typeof exact>[number]["m"], Map<string, bigint | null> | null>(true);
same<Result<typeof exact>[number]["st"], { x: bigint } | null>(true);

const encoded = big.filter((c) => c.id.gt(1)).mutate((c) => ({ twice: c.id.mul(2) })).select("id", "twice", "at").execute();
same<Result<typeof encoded>[number], { id: bigint; twice: bigint; at: bigint | null }>(true);
const overridden = big.select("id", "at").first({ values: { int64: "string" } });
same<Result<typeof overridden>, { id: string; at: bigint | null } | undefined>(true);
const grouped = big.groupBy("n").aggregate((c) => ({ highest: c.id.max() })).execute();
same<Result<typeof grouped>[number], { n: number; highest: bigint | null }>(true);
const totals = big.rollup("n").count().execute();
same<Result<typeof totals>[number], { n: number | null; count: bigint }>(true);
const left = big.select("id").leftJoin(t.select("id", "d"), "id").execute();
same<Result<typeof left>[number], { id: bigint; d: string | null }>(true);
const right = t.select("id").innerJoin(big.select("id", "at"), "id").execute();
same<Result<typeof right>[number], { id: number; at: Date | null }>(true);
const combined = big.select("id").union(t.select("id")).execute();
same<Result<typeof combined>[number], { id: bigint }>(true);
const sum = big.aggregate((c) => ({ total: c.id.sum() })).scalar();
same<Result<typeof sum>, bigint | null>(true);
const columns = t.select("id", "n", "d", "at").toColumns();
same<Result<typeof columns>["id"], Float64Array>(true);
same<Result<typeof columns>["n"], Int32Array>(true);
same<Result<typeof columns>["d"], string[] | (string | null)[]>(true);
const wide = big.select("id", "at").toColumns();
same<Result<typeof wide>["id"], BigInt64Array>(true);
same<Result<typeof wide>["at"], BigInt64Array | (bigint | null)[]>(true);
async function batches() {
  for await (const batch of big.select("id").batches({ size: 10 })) {
    same<(typeof batch.columns)["id"], ArrayLike<bigint>>(true);
    same<ReturnType<typeof batch.rows>, { id: bigint }[]>(true);
    batch.columns.idd; // wrong: 'idd' does not exist
  }
}
void [rows, exact, encoded, overridden, grouped, totals, left, right, combined, sum, columns, wide, batches];

const process = (orders: a.Table<S>) => orders.select("id");
const generic = <F extends a.ValueEncoding>(orders: a.Table<S, F>) => orders.select("id");
process(t);
process(big); // wrong: not assignable
generic(t);
const through = generic(big).execute();
same<Result<typeof through>[number], { id: bigint }>(true);
t.execute({ values: { int64: "big" } }); // wrong: not assignable
t.execute({ values: { int65: "bigint" } }); // wrong: 'int65'
t.execute({ limit: "3" }); // wrong: not assignable
t.toCsv("x.csv", { values: { int64: "bigint" } }); // wrong: 'values'
t.toParquet("x.parquet", { compression: "brotli9" }); // wrong: not assignable
(async () => { const [row] = await t.execute({ values: { int64: "bigint" } }); row!.id.toFixed(); })(); // wrong: 'toFixed' does not exist
(async () => { const c = await t.toColumns(); c.idd; })(); // wrong: 'idd' does not exist
const runOptions: a.RunOptions = {};
const unknownEncoding = t.select("id").execute(runOptions);
same<Result<typeof unknownEncoding>[number]["id"], number | bigint | string>(true);
`;

test("the types of results follow the value encoding", () => {
  const dir = mkdtempSync(join(tmpdir(), "avocet-types-"));
  try {
    writeFileSync(join(dir, "package.json"), '{ "type": "module" }');
    writeFileSync(join(dir, "program.ts"), PROGRAM);
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
    const config = { extends: join(ROOT, "tsconfig.base.json"), compilerOptions, files: ["program.ts"] };
    writeFileSync(join(dir, "tsconfig.json"), JSON.stringify(config));
    const errors = new Map<number, string>();
    for (const row of output(dir).split("\n")) {
      const at = /program\.ts\((\d+),\d+\): error TS\d+: (.*)/.exec(row);
      if (at) errors.set(Number(at[1]), at[2] ?? "");
    }
    const mismatches = PROGRAM.split("\n").flatMap((line, i) => {
      const expected = /\/\/ wrong: (.*)$/.exec(line)?.[1];
      const error = errors.get(i + 1);
      if (expected === undefined) return error === undefined ? [] : [`${line}\n  ${error}`];
      return error?.includes(expected) ? [] : [`${line}\n  error: ${error ?? "none"}`];
    });
    expect(mismatches.join("\n")).toBe("");
    expect(errors.size).toBeGreaterThan(5);
  } finally {
    rmSync(dir, { recursive: true });
  }
}, 60_000);

function output(dir: string): string {
  try {
    return execFileSync(process.execPath, [TSC, "-p", dir, "--pretty", "false"], { encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    if (error instanceof Error && "stdout" in error) return String(error.stdout); // tsc exits with 1 on type errors
    throw error;
  }
}
