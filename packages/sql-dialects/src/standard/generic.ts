import type { Rules } from "../dialect.js";
import { call, caseWhen, keyword } from "../sql/build.js";

/** Rules for casts, NULL handling, CASE and facts about values. */
export const genericRules = {
  Cast: ({ arg, to }, { cast, node }) => cast(arg, to ?? node.dtype),
  Coalesce: ({ args }) => call("COALESCE", ...args),
  NullIf: ({ arg, other: value }) => call("NULLIF", arg, value),
  // As in PostgreSQL, which skips NULLs.
  Greatest: ({ args }) => call("GREATEST", ...args),
  Least: ({ args }) => call("LEAST", ...args),
  IfElse: ({ condition, yes, no }) => caseWhen([[condition, yes]], no),
  Case: ({ conditions, results, otherwise }) =>
    caseWhen(
      conditions.map((condition, i) => [condition, results[i] ?? condition] as const),
      otherwise,
    ),
  Hash: ({ arg }) => call("HASH", arg),
  TypeOf: ({ arg }) => call("TYPEOF", arg),
  Grouping: ({ arg }) => call("GROUPING", arg),
  RowId: () => keyword("rowid"),
} satisfies Partial<Rules>;
