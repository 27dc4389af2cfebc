import type { Rules } from "../dialect.js";
import { call, caseWhen } from "../sql/build.js";

/** Casts, NULLs and cases, as the SQL standard has them. */
export const genericRules = {
  Cast: ({ arg, to }, { cast, node }) => cast(arg, to ?? node.dtype),
  Coalesce: ({ args }) => call("COALESCE", ...args),
  NullIf: ({ arg, other }) => call("NULLIF", arg, other),
  IfElse: ({ condition, yes, no }) => caseWhen([[condition, yes]], no),
  Case: ({ conditions, results, otherwise }) =>
    caseWhen(
      conditions.map((condition, i) => [condition, results[i] ?? condition] as const),
      otherwise,
    ),
  Grouping: ({ arg }) => call("GROUPING", arg),
} satisfies Partial<Rules>;
