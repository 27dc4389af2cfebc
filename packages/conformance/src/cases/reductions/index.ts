import type { CaseGroup } from "../../case.js";
import { picked } from "./first-last-argmin.js";
import { statistics } from "./statistics.js";
import { sums } from "./sums.js";

export const reductions: readonly CaseGroup[] = [sums, statistics, picked];
