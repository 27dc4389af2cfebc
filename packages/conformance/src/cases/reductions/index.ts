import type { CaseGroup } from "../../case.js";
import { picked } from "./picked.js";
import { statistics } from "./statistics.js";
import { sums } from "./sums.js";

export const reductions: readonly CaseGroup[] = [sums, statistics, picked];
