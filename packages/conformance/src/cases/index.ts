import type { CaseGroup } from "../case.js";
import { logic } from "./logic.js";
import { numbers } from "./numbers.js";

/** All cases. */
export const groups: readonly CaseGroup[] = [logic, numbers];
