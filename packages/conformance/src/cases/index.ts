import type { CaseGroup } from "../case.js";
import { logic } from "./logic.js";
import { numbers } from "./numbers.js";
import { strings } from "./strings/index.js";

/** All cases. */
export const groups: readonly CaseGroup[] = [logic, numbers, ...strings];
