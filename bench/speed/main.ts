import { measure } from "./graph.js";

for (const { name, median, target } of measure())
  console.log(
    `${name.padEnd(50)} ${median.toFixed(3).padStart(9)} ms   under ${target} ms: ${median < target ? "yes" : "NO"}`,
  );
