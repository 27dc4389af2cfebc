import type { CaseGroup } from "../../case.js";
import { made, stored } from "./ddl.js";
import { hostile, memory } from "./memtables.js";
import { forms } from "./value-encodings.js";

export const tables: readonly CaseGroup[] = [forms, memory, hostile, made, stored];
