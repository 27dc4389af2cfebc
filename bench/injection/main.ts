// Sends untrusted text to engines in every context that accepts users' text: npm run injection [texts] [seed] [engine]…
import { show } from "@avocet/conformance";
import { attackNames } from "./name-attacks.js";
import { openTarget } from "./targets.js";
import { untrustedTexts } from "./untrusted-texts.js";
import { attackValues } from "./value-attacks.js";

const [, count = "100000", seed = "1", ...names] = process.argv.slice(2);
const texts = untrustedTexts(Number(count), Number(seed));
for (const name of names.length > 0 ? names : ["duckdb", "postgres", "googlesql", "snowflake"]) {
  const { target, close } = await openTarget(name);
  const started = performance.now();
  const half = texts.length >> 1;
  const findings = [
    ...(await attackValues(target, texts.slice(0, half), "inline")),
    ...(await attackValues(target, texts.slice(half), "bind")),
    ...(await attackNames(target, texts.slice(0, 2000))),
  ];
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(
    `${name}: ${texts.length} texts, half of them inline, half of them bound, in ${seconds} s: ${findings.length} came back changed`,
  );
  for (const { context, text, problem } of findings.slice(0, 20))
    console.log(`  ${context} ${show(text)}: ${problem.slice(0, 300)}`);
  if (findings.length > 0) process.exitCode = 1;
  await close();
}
