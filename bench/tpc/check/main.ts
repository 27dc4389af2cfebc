import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createTables } from "../generate/ddl.js";
import type { Suite } from "../generate/index.js";
import { ownData } from "../generate/index.js";
import type { Answer } from "./answer.js";
import { difference } from "./compare.js";
import type { Database } from "./database.js";
import { openDatabase } from "./database.js";
import type { Digest } from "./digest.js";
import { digestOf } from "./digest.js";
import type { Query } from "./queries.js";
import { DECLARED, NUMBERS, queryOf, tablesOf } from "./queries.js";

const SUITES: readonly Suite[] = ["h", "ds"];
const here = fileURLToPath(new URL("..", import.meta.url));
const cache = join(here, ".cache");
const reference = join(here, "reference.py");
const digestFile = join(here, "digests.json");

/**
 * Runs the queries of the benchmarks over genuine and own data and compares every row with the reference.
 * Arguments: nothing for all, or a benchmark and numbers ("ds 17 18"); `--scale 1` for more genuine data.
 */
export async function main(args: readonly string[]): Promise<number> {
  const { suites, numbers, scale } = parse(args);
  const python = environment();
  const genuine = join(cache, `genuine-${scale}`);
  const own = await ownParquet();
  if (!isThere(genuine, "")) run(python, [reference, "data", genuine, scale]);
  for (const folder of [genuine, own]) if (!isThere(folder, "answers")) run(python, [reference, "answers", folder]);
  if (numbers === null && suites.length === SUITES.length) recordDigests(own);
  let wrong = 0;
  for (const suite of suites)
    for (const [data, folder] of [
      ["genuine", genuine],
      ["own", own],
    ] as const)
      wrong += await check(suite, data, join(folder, suite), numbers ?? NUMBERS[suite]);
  console.log(wrong === 0 ? "all equal" : `${wrong} differ`);
  return wrong === 0 ? 0 : 1;
}

function parse(args: readonly string[]) {
  const rest = [...args];
  const at = rest.indexOf("--scale");
  const scale = at < 0 ? "0.1" : (rest.splice(at, 2)[1] ?? "0.1");
  const [name, ...numbers] = rest;
  const suites = SUITES.filter((suite) => name === undefined || name === suite);
  if (suites.length === 0) throw new Error(`"${name}" is not a benchmark: h or ds`);
  return { suites, scale, numbers: numbers.length === 0 ? null : numbers.map(Number) };
}

/** The Python of an environment that has the pinned packages. */
function environment(): string {
  const python = join(cache, "venv", "bin", "python");
  const requirements = join(here, "requirements.txt");
  const stamp = join(cache, "venv", "requirements.txt");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === readFileSync(requirements, "utf8")) return python;
  run("python3", ["-m", "venv", join(cache, "venv")]);
  run(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements]);
  writeFileSync(stamp, readFileSync(requirements));
  return python;
}

const isThere = (folder: string, part: string): boolean =>
  SUITES.every((suite) => existsSync(join(folder, suite, part)));

function run(command: string, args: readonly string[]): void {
  const { status, error } = spawnSync(command, args, { stdio: "inherit" });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}`);
}

/** Our own data as Parquet files, made anew whenever its statements have changed. */
async function ownParquet(): Promise<string> {
  const version = createHash("sha256").update(JSON.stringify(ownData)).digest("hex").slice(0, 12);
  const folder = join(cache, `own-${version}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const part = join(cache, `own.part-${process.pid}`);
  for (const suite of SUITES) {
    const target = join(part, suite);
    mkdirSync(target, { recursive: true });
    const database = await openDatabase();
    await database.run([...ownData[suite], `export database '${target}' (format parquet)`]);
    await database.close();
  }
  if (existsSync(folder)) rmSync(part, { recursive: true });
  else renameSync(part, folder);
  return folder;
}

function recordDigests(own: string): void {
  const digests: Record<string, Record<string, Digest>> = {};
  for (const suite of SUITES) {
    digests[suite] = {};
    for (const number of NUMBERS[suite]) {
      digests[suite][number] = digestOf(answerOf(join(own, suite), number));
    }
  }
  const text = linewise(digests);
  if (existsSync(digestFile) && readFileSync(digestFile, "utf8") === text) return;
  writeFileSync(digestFile, text);
  console.log("digests.json has changed: commit it");
}

/** JSON with a line for each query. */
function linewise(digests: Readonly<Record<string, Readonly<Record<string, Digest>>>>): string {
  const suites = Object.entries(digests).map(([suite, byNumber]) => {
    const lines = Object.entries(byNumber).map(([number, digest]) => `    "${number}": ${JSON.stringify(digest)}`);
    return `  "${suite}": {\n${lines.join(",\n")}\n  }`;
  });
  return `{\n${suites.join(",\n")}\n}\n`;
}

const answerOf = (folder: string, number: number): Answer =>
  JSON.parse(readFileSync(join(folder, "answers", `${number}.json`), "utf8"));

async function check(suite: Suite, data: string, folder: string, numbers: readonly number[]): Promise<number> {
  const database = await openDatabase();
  const files = readdirSync(folder).filter((file) => file.endsWith(".parquet"));
  await database.run(createTables(DECLARED[suite]));
  await database.run(files.map((f) => `insert into ${f.slice(0, -8)} by name from '${join(folder, f)}'`));
  const tables = await tablesOf(suite, database);
  let wrong = 0;
  for (const number of numbers) {
    const answer = answerOf(folder, number);
    const empty = data === "own" && answer.count === 0 ? "our own data leaves it empty: see generate/" : null;
    const problem = empty ?? (await verdict(database, tables, await queryOf(suite, number), answer));
    if (problem !== null) wrong += 1;
    const rows = String(answer.count).padStart(6);
    console.log(`${suite.padEnd(2)} ${String(number).padStart(2)} ${data.padEnd(7)} ${rows} rows  ${problem ?? "ok"}`);
  }
  await database.close();
  return wrong;
}

async function verdict(
  database: Database,
  tables: unknown,
  query: Query | null,
  answer: Answer,
): Promise<string | null> {
  if (!query) return "not written yet";
  try {
    return difference(await database.rows(query(tables)), answer);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
