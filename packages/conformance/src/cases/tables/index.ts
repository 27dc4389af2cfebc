import type { CaseGroup } from "../../case.js";
import { forms } from "./forms.js";
import { made, stored } from "./made.js";
import { hostile, memory } from "./memory.js";

export const tables: readonly CaseGroup[] = [forms, memory, hostile, made, stored];
