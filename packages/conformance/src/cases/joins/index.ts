import type { CaseGroup } from "../../case.js";
import { asofJoins } from "./asof.js";
import { joinPipelines, joinTypes } from "./join-types.js";
import { anyJoins, lateral, selfJoins } from "./lateral.js";

export const joins: readonly CaseGroup[] = [joinTypes, joinPipelines, asofJoins, anyJoins, lateral, selfJoins];
