import "avocet";
import { memory } from "./memory.js";
import { rows } from "./rows.js";

await rows();
memory();
