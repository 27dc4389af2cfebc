import type { CaseGroup } from "../../case.js";
import { arithmetic } from "./arithmetic.js";
import { constructors } from "./constructors.js";
import { delta } from "./delta.js";
import { fields } from "./fields.js";
import { format } from "./format.js";
import { intervals } from "./intervals.js";
import { truncation } from "./truncate.js";
import { betweenTime, zones } from "./zones.js";

export const temporal: readonly CaseGroup[] = [
  fields,
  format,
  truncation,
  arithmetic,
  delta,
  intervals,
  zones,
  betweenTime,
  constructors,
];
