import type { CaseGroup } from "../../case.js";
import { cleaning, distinctOn, samples, summaries } from "./cleaning.js";
import { counts, grouping, rollups } from "./grouping.js";
import { pivots } from "./pivots.js";
import { recursion } from "./recursion.js";
import { sets } from "./sets.js";
import { ordering, shaping } from "./shaping.js";
import { membership, subqueries } from "./subqueries.js";
import { verbMatrix } from "./verb-matrix.js";

export const verbs: readonly CaseGroup[] = [
  shaping,
  ordering,
  cleaning,
  distinctOn,
  samples,
  grouping,
  rollups,
  counts,
  summaries,
  sets,
  membership,
  subqueries,
  pivots,
  recursion,
  verbMatrix,
];
