import type { CaseGroup } from "../../case.js";
import { chosen } from "./chosen.js";
import { comparisons, equality } from "./compared.js";
import { picked } from "./more.js";
import { reduced } from "./reduced.js";

export const dtypes: readonly CaseGroup[] = [comparisons, equality, chosen, reduced, picked];
