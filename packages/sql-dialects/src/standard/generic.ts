import type { Rules } from "../dialect.js";
import { call, caseWhen } from "../sql/build.js";

/** Rules for casts, NULL handling and CASE in standard SQL. */
export const genericRules = {
  Cast: ({ arg, to }, { cast, node }) => cast(arg, to ?? node.dtype),
  Coalesce: ({ args }) => call("COALESCE", ...args),
  NullIf: ({ arg, other: value }) => call("NULLIF", arg, value),
  IfElse: ({ condition, yes, no }) => caseWhen([[condition, yes]], no),
  Case: ({ conditions, results, otherwise }) =>
    caseWhen(
      conditions.map((condition, i) => [condition, results[i] ?? condition] as const),
      otherwise,
    ),
  Grouping: ({ arg }) => call("GROUPING", arg),
} satisfies Partial<Rules>;
