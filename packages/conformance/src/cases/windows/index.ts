import type { CaseGroup } from "../../case.js";
import { frames } from "./frames.js";
import { rangeOverDates, ranking } from "./ranks.js";
import { topRows } from "./top-rows.js";
import { windowAggregates } from "./window-aggregates.js";

export const windows: readonly CaseGroup[] = [ranking, frames, rangeOverDates, topRows, windowAggregates];
