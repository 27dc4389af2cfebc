// Runs random pipelines until one returns wrong rows: node bench/run.mjs /bench/fuzz/main.ts [runs] [seed] [path]
import fc from "fast-check";
import { connect } from "../../packages/backends/src/duckdb/index.js";
import { check, EngineFailure } from "../../packages/backends/test/duckdb/pipelines/check.js";
import { drawnPrograms } from "../../packages/backends/test/duckdb/pipelines/program.js";

const [, runs = "2000", seed = String(Date.now() % 2 ** 31), path] = process.argv.slice(2);
let connection = await connect();
let failures = 0;
let nonEmpty = 0;
const refusalCounts = new Map<string, number>();
const verbCounts = new Map<string, number>();
const increment = (counts: Map<string, number>, name: string): void =>
  void counts.set(name, (counts.get(name) ?? 0) + 1);
let completedRuns = 0;
const started = performance.now();
const result = await fc.check(
  fc.asyncProperty(drawnPrograms, async (program) => {
    const checked = await check(program, connection).catch(async (error: unknown) => {
      if (!(error instanceof EngineFailure)) throw error;
      failures++;
      connection = await connect();
    });
    if (!checked) return;
    const { refusals, steps, expected } = checked;
    if (expected.rows.length > 0) nonEmpty++;
    completedRuns++;
    for (const text of refusals) increment(refusalCounts, (text.split("\n")[0] ?? "").replaceAll(/`[^`]*`/g, "`…`"));
    for (const step of steps) increment(verbCounts, step.v);
  }),
  { numRuns: Number(runs), seed: Number(seed), ...(path !== undefined && { path }), interruptAfterTimeLimit: 180_000 },
);
const seconds = ((performance.now() - started) / 1000).toFixed(0);
console.log(
  `seed ${result.seed}: ${result.numRuns} pipelines (${completedRuns} runs with shrinking, ${nonEmpty} with rows) in ${seconds} s`,
);
if (failures > 0) console.log(`${failures} internal errors of the engine`);
console.log([...verbCounts].map(([name, times]) => `${name} ${times}`).join(", "));
for (const [text, times] of refusalCounts) console.log(`refused ${times} times: ${text}`);
if (result.failed && result.errorInstance) {
  console.log(`\nWRONG RESULT, shrunk in ${result.numShrinks} steps\n`);
  console.log(result.errorInstance instanceof Error ? result.errorInstance.message : String(result.errorInstance));
  if (result.errorInstance instanceof RangeError) console.log(result.errorInstance.stack?.slice(0, 1500));
  console.log(`\npath ${result.counterexamplePath}`);
  console.log(JSON.stringify(result.counterexample));
  process.exitCode = 1;
}
await connection.close();
