import type { CaseGroup } from "../../case.js";
import { buckets } from "./buckets.js";
import { columns } from "./columns.js";
import { functions } from "./functions.js";
import { integers } from "./integers.js";
import { literals } from "./literals.js";
import { arithmetic } from "./pairs.js";

export const numbers: readonly CaseGroup[] = [literals, columns, functions, arithmetic, integers, buckets];
