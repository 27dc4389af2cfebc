import type { CaseGroup } from "../../case.js";
import { arithmetic } from "./arithmetic.js";
import { buckets } from "./buckets.js";
import { numericColumns } from "./columns.js";
import { numericFunctions } from "./functions.js";
import { integerWidths } from "./integers.js";
import { numericLiterals } from "./literals.js";

export const numbers: readonly CaseGroup[] = [
  numericLiterals,
  numericColumns,
  numericFunctions,
  arithmetic,
  integerWidths,
  buckets,
];
