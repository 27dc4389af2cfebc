import type { CaseGroup } from "../../case.js";
import { made, stored } from "./made.js";
import { hostile, memory } from "./memory.js";

export const tables: readonly CaseGroup[] = [memory, hostile, made, stored];
