import type { CaseGroup } from "../case.js";
import { aggregates } from "./aggregates/index.js";
import { rowChanges } from "./changes.js";
import { dtypes } from "./dtypes/index.js";
import { generic } from "./generic/index.js";
import { impure } from "./impure.js";
import { joins } from "./joins/index.js";
import { logic } from "./logic.js";
import { nested } from "./nested/index.js";
import { numbers } from "./numbers/index.js";
import { params } from "./params.js";
import { strings } from "./strings/index.js";
import { tables } from "./tables/index.js";
import { temporal } from "./temporal/index.js";
import { verbs } from "./verbs/index.js";
import { windows } from "./windows/index.js";

/** All cases. */
export const groups: readonly CaseGroup[] = [
  logic,
  ...numbers,
  ...dtypes,
  ...generic,
  ...aggregates,
  ...strings,
  ...temporal,
  ...windows,
  ...joins,
  ...verbs,
  ...nested,
  params,
  impure,
  ...tables,
  rowChanges,
];
