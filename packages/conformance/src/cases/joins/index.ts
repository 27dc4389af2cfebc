import type { CaseGroup } from "../../case.js";
import { around, kinds } from "./kinds.js";
import { anyMatch, itself, lateral } from "./lateral.js";
import { nearestJoins } from "./nearest.js";

export const joins: readonly CaseGroup[] = [kinds, around, nearestJoins, anyMatch, lateral, itself];
