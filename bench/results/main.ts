import "avocet";
import { measureLatency } from "./latency.js";
import { measureMemory } from "./memory.js";
import { measureRows } from "./rows.js";

await measureLatency();
await measureRows();
measureMemory();
