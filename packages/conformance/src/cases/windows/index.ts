import type { CaseGroup } from "../../case.js";
import { frames } from "./frames.js";
import { beside } from "./over.js";
import { calendar, ranks } from "./ranks.js";

export const windows: readonly CaseGroup[] = [ranks, frames, calendar, beside];
