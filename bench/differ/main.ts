// Differential test of random expressions on two engines: npm run differ [expressions] [seed] [engine] [engine]
import * as ir from "@avocet/core/ir";
import { disagreement, evaluateOn, explanation, shrink } from "./compare.js";
import { startEngine } from "./engines.js";
import { expressionPool } from "./expression-pool.js";
import { Random } from "./random.js";
import { drawTable, drawValue, pruneTable, rebase } from "./random-expressions.js";

const [, count = "1000", seed = String(Date.now() % 2 ** 31), left = "duckdb", right = "postgres"] =
  process.argv.slice(2);
const random = new Random(Number(seed));
const pool = expressionPool();
const dtypeKeys = [...pool.operations.keys()].filter((dtypeKey) => dtypeKey !== "null").sort();
const [leftEngine, rightEngine] = await Promise.all([startEngine(left), startEngine(right)]);
const findings = new Map<string, { readonly message: string; readonly details: string; times: number }>();
const explained = new Map<string, number>();
let [compared, refused, failed, different] = [0, 0, 0, 0];
const started = performance.now();

for (let i = 0; i < Number(count); i++) {
  const fullTable = drawTable(pool, random);
  const { value, table } = pruneTable(
    drawValue(random.pick(dtypeKeys), 1 + random.nextInt(4), fullTable, pool, random),
    fullTable,
  );
  const evaluate = (node: ir.Value) =>
    Promise.all([evaluateOn(leftEngine.runner, table, node), evaluateOn(rightEngine.runner, table, node)]);
  const [leftAnswer, rightAnswer] = await evaluate(value);
  if (leftAnswer.kind === "refused" || rightAnswer.kind === "refused") refused++;
  else if (leftAnswer.kind === "failed" && rightAnswer.kind === "failed") failed++;
  else compared++;
  if (disagreement(leftAnswer, rightAnswer) === null) continue;
  const smallest = await shrink(value, async (candidate) => disagreement(...(await evaluate(candidate))));
  const explanationText = await explanation(smallest, await evaluate(smallest), evaluate);
  if (explanationText !== null) {
    explained.set(explanationText, (explained.get(explanationText) ?? 0) + 1);
    continue;
  }
  different++;
  const message = disagreement(...(await evaluate(smallest))) ?? "";
  const name = smallest.type === "op" ? smallest.op : smallest.type;
  const finding = findings.get(name);
  if (finding) finding.times++;
  else findings.set(name, { message, times: 1, details: `${describe(smallest, table)}\n${sqlOf(smallest, table)}` });
}

function describe(value: ir.Value, table: ir.MemTable): string {
  const fields = ir.postorder([value]).filter((node) => node.type === "field");
  const names = [...table.schema.keys()];
  return fields.map(({ name }) => `${name}: ${JSON.stringify(table.columns[names.indexOf(name)])}`).join("\n");
}
function sqlOf(value: ir.Value, table: ir.MemTable): string {
  const source = ir.table("t", table.schema);
  const relation = ir.selection(source, new Map([["value", rebase(value, source)]]));
  return [leftEngine, rightEngine].map(({ runner }) => `${runner.dialect}: ${runner.compile(relation).sql}`).join("\n");
}

const seconds = ((performance.now() - started) / 1000).toFixed(0);
console.log(`seed ${seed}: ${count} expressions on ${left} and ${right} in ${seconds} s`);
console.log(`${compared} compared, ${failed} failed on both, ${refused} refused by one; ${different} differ`);
for (const [reason, times] of explained) console.log(`${times} differ because ${reason}`);
for (const [name, { message, times, details }] of [...findings].sort(([, a], [, b]) => b.times - a.times))
  console.log(`\n${name}, ${times} times: ${message.slice(0, 400)}\n${details.slice(0, 1500)}`);
process.exitCode = different > 0 ? 1 : 0;
await Promise.all([leftEngine.close(), rightEngine.close()]);
