import type { CaseGroup } from "../../case.js";
import { pivots } from "./pivots.js";
import { recursion } from "./recursion.js";
import { sets } from "./sets.js";
import { order, shaping } from "./shaping.js";
import { membership, subqueries } from "./subqueries.js";
import { distinctOn, samples, summaries, tidying } from "./tidy.js";
import { counts, grouped, groupings } from "./totals.js";
import { anything } from "./verb-matrix.js";

export const verbs: readonly CaseGroup[] = [
  shaping,
  order,
  tidying,
  distinctOn,
  samples,
  grouped,
  groupings,
  counts,
  summaries,
  sets,
  membership,
  subqueries,
  pivots,
  recursion,
  anything,
];
