import type { CaseGroup } from "../../case.js";
import { sets } from "./sets.js";
import { membership, subqueries } from "./subqueries.js";
import { counts, grouped, groupings } from "./totals.js";

export const verbs: readonly CaseGroup[] = [grouped, groupings, counts, sets, membership, subqueries];
