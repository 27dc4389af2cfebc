import type { CaseGroup } from "../../case.js";
import { picked } from "./aggregates-and-windows.js";
import { comparisons, equality } from "./compared.js";
import { chosen } from "./null-handling.js";
import { reduced } from "./reduced.js";

export const dtypes: readonly CaseGroup[] = [comparisons, equality, chosen, reduced, picked];
