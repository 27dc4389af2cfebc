import type { CaseGroup } from "../../case.js";
import { storedValues, tablesAndViews } from "./ddl.js";
import { memtables, untrustedText } from "./memtables.js";
import { valueEncodings } from "./value-encodings.js";

export const tables: readonly CaseGroup[] = [valueEncodings, memtables, untrustedText, tablesAndViews, storedValues];
