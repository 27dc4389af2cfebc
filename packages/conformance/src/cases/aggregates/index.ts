import type { CaseGroup } from "../../case.js";
import { orderedAggregates } from "./first-last-argmin.js";
import { statistics } from "./statistics.js";
import { sums } from "./sums.js";

export const aggregates: readonly CaseGroup[] = [sums, statistics, orderedAggregates];
