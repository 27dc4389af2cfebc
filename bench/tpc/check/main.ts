import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createTables } from "../generate/ddl.js";
import type { Suite } from "../generate/index.js";
import { generatedData } from "../generate/index.js";
import type { Answer } from "./answer.js";
import { difference } from "./compare.js";
import type { Database } from "./database.js";
import { openDatabase } from "./database.js";
import type { Digest } from "./digest.js";
import { digestOf } from "./digest.js";
import type { Query } from "./queries.js";
import { DECLARED, NUMBERS, queryOf, tablesOf } from "./queries.js";

const SUITES: readonly Suite[] = ["h", "ds"];
const tpcFolder = fileURLToPath(new URL("..", import.meta.url));
const cache = join(tpcFolder, ".cache");
const reference = join(tpcFolder, "reference.py");
const digestFile = join(tpcFolder, "digests.json");

/**
 * Runs the queries of the benchmarks on genuine and generated data and compares every row with the reference.
 * Arguments: a benchmark and query numbers ("ds 17 18"), all by default; `--scale 1` for more genuine data.
 */
export async function main(args: readonly string[]): Promise<number> {
  const { suites, numbers, scale } = parse(args);
  const python = preparePython();
  const genuine = join(cache, `genuine-${scale}`);
  const generated = await writeGeneratedData();
  if (!isComplete(genuine, "")) runCommand(python, [reference, "data", genuine, scale]);
  for (const folder of [genuine, generated])
    if (!isComplete(folder, "answers")) runCommand(python, [reference, "answers", folder]);
  if (numbers === null && suites.length === SUITES.length) recordDigests(generated);
  let wrong = 0;
  for (const suite of suites)
    for (const [data, folder] of [
      ["genuine", genuine],
      ["generated", generated],
    ] as const)
      wrong += await check(suite, data, join(folder, suite), numbers ?? NUMBERS[suite]);
  console.log(wrong === 0 ? "All results are equal." : `${wrong} results differ.`);
  return wrong === 0 ? 0 : 1;
}

function parse(args: readonly string[]) {
  const rest = [...args];
  const scaleIndex = rest.indexOf("--scale");
  const scale = scaleIndex < 0 ? "0.1" : (rest.splice(scaleIndex, 2)[1] ?? "0.1");
  const [name, ...numbers] = rest;
  const suites = SUITES.filter((suite) => name === undefined || name === suite);
  if (suites.length === 0) throw new Error(`"${name}" is not a benchmark; use "h" or "ds".`);
  return { suites, scale, numbers: numbers.length === 0 ? null : numbers.map(Number) };
}

/** Creates a virtual environment with the pinned packages if needed. Returns the path of its Python. */
function preparePython(): string {
  const python = join(cache, "venv", "bin", "python");
  const requirements = join(tpcFolder, "requirements.txt");
  const installedRequirements = join(cache, "venv", "requirements.txt");
  if (
    existsSync(installedRequirements) &&
    readFileSync(installedRequirements, "utf8") === readFileSync(requirements, "utf8")
  )
    return python;
  runCommand("python3", ["-m", "venv", join(cache, "venv")]);
  runCommand(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements]);
  writeFileSync(installedRequirements, readFileSync(requirements));
  return python;
}

const isComplete = (folder: string, entry: string): boolean =>
  SUITES.every((suite) => existsSync(join(folder, suite, entry)));

function runCommand(command: string, args: readonly string[]): void {
  const { status, error } = spawnSync(command, args, { stdio: "inherit" });
  if (error) throw error;
  if (status !== 0) throw new Error(`Command "${command} ${args.join(" ")}" failed with exit code ${status}.`);
}

/** Writes the generated data as Parquet files, again whenever its statements change. Returns the folder. */
async function writeGeneratedData(): Promise<string> {
  const version = createHash("sha256").update(JSON.stringify(generatedData)).digest("hex").slice(0, 12);
  const folder = join(cache, `generated-${version}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const temporary = join(cache, `generated.part-${process.pid}`);
  for (const suite of SUITES) {
    const target = join(temporary, suite);
    mkdirSync(target, { recursive: true });
    const database = await openDatabase();
    await database.run([...generatedData[suite], `export database '${target}' (format parquet)`]);
    await database.close();
  }
  if (existsSync(folder)) rmSync(temporary, { recursive: true });
  else renameSync(temporary, folder);
  return folder;
}

function recordDigests(folder: string): void {
  const digests: Record<string, Record<string, Digest>> = {};
  for (const suite of SUITES) {
    digests[suite] = {};
    for (const number of NUMBERS[suite]) {
      digests[suite][number] = digestOf(answerOf(join(folder, suite), number));
    }
  }
  const text = formatDigests(digests);
  if (existsSync(digestFile) && readFileSync(digestFile, "utf8") === text) return;
  writeFileSync(digestFile, text);
  console.log("digests.json has changed; commit it.");
}

/** Formats digests as JSON with one line per query. */
function formatDigests(digests: Readonly<Record<string, Readonly<Record<string, Digest>>>>): string {
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
    const empty = data === "generated" && answer.count === 0 ? "no rows on the generated data; extend generate/" : null;
    const problem = empty ?? (await checkQuery(database, tables, await queryOf(suite, number), answer));
    if (problem !== null) wrong += 1;
    const rows = String(answer.count).padStart(6);
    console.log(`${suite.padEnd(2)} ${String(number).padStart(2)} ${data.padEnd(9)} ${rows} rows  ${problem ?? "ok"}`);
  }
  await database.close();
  return wrong;
}

async function checkQuery(
  database: Database,
  tables: unknown,
  query: Query | null,
  answer: Answer,
): Promise<string | null> {
  if (!query) return "the query is not written yet";
  try {
    return difference(await database.rows(query(tables)), answer);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
