// Runs random expressions on two engines and compares: npm run differ [expressions] [seed] [engine] [engine]
import * as ir from "@avocet/core/ir";
import { answerOf, disagreement, explanation, smallest } from "./compare.js";
import { draw, drawTable, moved, narrowed } from "./draw.js";
import { open } from "./engines.js";
import { material } from "./material.js";
import { Random } from "./random.js";

const [, count = "1000", seed = String(Date.now() % 2 ** 31), left = "duckdb", right = "postgres"] =
  process.argv.slice(2);
const random = new Random(Number(seed));
const made = material();
const targets = [...made.operations.keys()].filter((of) => of !== "null").sort();
const [one, other] = await Promise.all([open(left), open(right)]);
const found = new Map<string, { readonly how: string; readonly text: string; times: number }>();
const explained = new Map<string, number>();
let [compared, refused, failed, different] = [0, 0, 0, 0];
const started = performance.now();

for (let i = 0; i < Number(count); i++) {
  const whole = drawTable(made, random);
  const { value, table } = narrowed(draw(random.pick(targets), 1 + random.below(4), whole, made, random), whole);
  const ask = (part: ir.Value) => Promise.all([answerOf(one.runner, table, part), answerOf(other.runner, table, part)]);
  const [a, b] = await ask(value);
  if (a.is === "refused" || b.is === "refused") refused++;
  else if (a.is === "failed" && b.is === "failed") failed++;
  else compared++;
  if (disagreement(a, b) === null) continue;
  const part = await smallest(value, async (each) => disagreement(...(await ask(each))));
  const why = await explanation(part, await ask(part), ask);
  if (why !== null) {
    explained.set(why, (explained.get(why) ?? 0) + 1);
    continue;
  }
  different++;
  const how = disagreement(...(await ask(part))) ?? "";
  const name = part.type === "op" ? part.op : part.type;
  const known = found.get(name);
  if (known) known.times++;
  else found.set(name, { how, times: 1, text: `${describe(part, table)}\n${sqlOf(part, table)}` });
}

function describe(value: ir.Value, table: ir.MemTable): string {
  const fields = ir.postorder([value]).filter((node) => node.type === "field");
  const names = [...table.schema.keys()];
  return fields.map(({ name }) => `${name}: ${JSON.stringify(table.columns[names.indexOf(name)])}`).join("\n");
}
function sqlOf(value: ir.Value, table: ir.MemTable): string {
  const named = ir.table("t", table.schema);
  const relation = ir.selection(named, new Map([["value", moved(value, named)]]));
  return [one, other].map(({ runner }) => `${runner.dialect}: ${runner.compile(relation).sql}`).join("\n");
}

const seconds = ((performance.now() - started) / 1000).toFixed(0);
console.log(`seed ${seed}: ${count} expressions on ${left} and ${right} in ${seconds} s`);
console.log(`${compared} compared, ${failed} fail on both, ${refused} refused by one; ${different} differ`);
for (const [why, times] of explained) console.log(`${times} differ because ${why}`);
for (const [name, { how, times, text }] of [...found].sort(([, a], [, b]) => b.times - a.times))
  console.log(`\n${name}, ${times} times: ${how.slice(0, 400)}\n${text.slice(0, 1500)}`);
process.exitCode = different > 0 ? 1 : 0;
await Promise.all([one.close(), other.close()]);
