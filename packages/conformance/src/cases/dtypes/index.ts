import type { CaseGroup } from "../../case.js";
import { aggregates } from "./aggregates.js";
import { aggregatesAndWindows } from "./aggregates-and-windows.js";
import { comparisons, equality } from "./comparisons.js";
import { nullHandling } from "./null-handling.js";

export const dtypes: readonly CaseGroup[] = [comparisons, equality, nullHandling, aggregates, aggregatesAndWindows];
