import type { CaseGroup } from "../../case.js";
import { casts } from "./casts.js";
import { choices } from "./choices.js";

export const generic: readonly CaseGroup[] = [casts, choices];
