import type { CaseGroup } from "../../case.js";
import { casts } from "./casts.js";
import { conditionals } from "./conditionals.js";

export const generic: readonly CaseGroup[] = [casts, conditionals];
