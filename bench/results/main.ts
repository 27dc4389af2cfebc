import "avocet";
import { latency } from "./latency.js";
import { memory } from "./memory.js";
import { rows } from "./rows.js";

await latency();
await rows();
memory();
