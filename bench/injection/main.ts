// Sends hostile text through every place where users' text stands: npm run injection [texts] [seed] [engine]…
import { show } from "@avocet/conformance";
import { attackValues } from "./attack.js";
import { attackNames } from "./names.js";
import { targetOf } from "./targets.js";
import { hostileTexts } from "./texts.js";

const [, count = "100000", seed = "1", ...names] = process.argv.slice(2);
const texts = hostileTexts(Number(count), Number(seed));
for (const name of names.length > 0 ? names : ["duckdb", "postgres", "googlesql", "snowflake"]) {
  const { target, close } = await targetOf(name);
  const started = performance.now();
  const half = texts.length >> 1;
  const found = [
    ...(await attackValues(target, texts.slice(0, half), "inline")),
    ...(await attackValues(target, texts.slice(half), "bind")),
    ...(await attackNames(target, texts.slice(0, 2000))),
  ];
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(
    `${name}: ${texts.length} texts, half of them inline, half of them bound, in ${seconds} s: ${found.length} came back changed`,
  );
  for (const { place, text, how } of found.slice(0, 20)) console.log(`  ${place} ${show(text)}: ${how.slice(0, 300)}`);
  if (found.length > 0) process.exitCode = 1;
  await close();
}
