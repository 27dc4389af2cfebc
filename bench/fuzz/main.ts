// Runs random pipelines until one is wrong: node bench/run.mjs /bench/fuzz/main.ts [runs] [seed] [path]
import fc from "fast-check";
import { connect } from "../../packages/backends/src/duckdb/index.js";
import { check, EngineFailure } from "../../packages/backends/test/duckdb/pipelines/check.js";
import { drawnPrograms } from "../../packages/backends/test/duckdb/pipelines/program.js";

const [, runs = "2000", seed = String(Date.now() % 2 ** 31), path] = process.argv.slice(2);
let connection = await connect();
let failures = 0;
let filled = 0;
const refused = new Map<string, number>();
const verbs = new Map<string, number>();
const add = (counts: Map<string, number>, name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);
let count = 0;
const started = performance.now();
const result = await fc.check(
  fc.asyncProperty(drawnPrograms, async (program) => {
    const checked = await check(program, connection).catch(async (error: unknown) => {
      if (!(error instanceof EngineFailure)) throw error;
      failures++;
      connection = await connect();
    });
    if (!checked) return;
    const { refusals: why, steps, expected } = checked;
    if (expected.rows.length > 0) filled++;
    count++;
    for (const text of why) add(refused, (text.split("\n")[0] ?? "").replaceAll(/`[^`]*`/g, "`…`"));
    for (const step of steps) add(verbs, step.v);
  }),
  { numRuns: Number(runs), seed: Number(seed), ...(path !== undefined && { path }), interruptAfterTimeLimit: 180_000 },
);
const seconds = ((performance.now() - started) / 1000).toFixed(0);
console.log(
  `seed ${result.seed}: ${result.numRuns} pipelines (${count} runs with shrinking, ${filled} with rows) in ${seconds} s`,
);
if (failures > 0) console.log(`the engine failed in itself ${failures} times`);
console.log([...verbs].map(([name, n]) => `${name} ${n}`).join(", "));
for (const [text, n] of refused) console.log(`refused ${n} times: ${text}`);
if (result.failed && result.errorInstance) {
  console.log(`\nWRONG after ${result.numShrinks} steps of shrinking\n`);
  console.log(result.errorInstance instanceof Error ? result.errorInstance.message : String(result.errorInstance));
  if (result.errorInstance instanceof RangeError) console.log(result.errorInstance.stack?.slice(0, 1500));
  console.log(`\npath ${result.counterexamplePath}`);
  console.log(JSON.stringify(result.counterexample));
  process.exitCode = 1;
}
await connection.close();
