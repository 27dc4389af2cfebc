import type { CaseGroup } from "../../case.js";
import { nearestJoins } from "./asof.js";
import { around, kinds } from "./join-types.js";
import { anyMatch, itself, lateral } from "./lateral.js";

export const joins: readonly CaseGroup[] = [kinds, around, nearestJoins, anyMatch, lateral, itself];
