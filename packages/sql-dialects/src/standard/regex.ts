import type { Rules } from "../dialect.js";
import { call, caseWhen, intLiteral, stringLiteral } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { optionLiteral } from "./literals.js";

/** The text of a group of the first match: REGEXP_SUBSTR(text, pattern, position, occurrence, flags, group). */
const groupOfFirstMatch = (arg: Sql, pattern: Sql, group: number): Sql =>
  call("REGEXP_SUBSTR", arg, pattern, intLiteral(1), intLiteral(1), stringLiteral(""), intLiteral(group));

/** Rules for regular expressions, with the functions that Oracle, PostgreSQL and MySQL share. */
export const regexRules = {
  RegexSearch: ({ arg, pattern }) => call("REGEXP_LIKE", arg, optionLiteral(pattern)),
  // The result is NULL for a group that did not take part in the match.
  RegexExtract: ({ arg, pattern, group = 0 }) => {
    const regex = optionLiteral(pattern);
    if (group === 0) return call("REGEXP_SUBSTR", arg, regex);
    const match = call("COALESCE", groupOfFirstMatch(arg, regex, group), stringLiteral(""));
    return caseWhen([[call("REGEXP_LIKE", arg, regex), match]]);
  },
  RegexSplit: ({ arg, pattern }) => call("REGEXP_SPLIT_TO_ARRAY", arg, optionLiteral(pattern)),
  RegexReplace: ({ arg, pattern, replacement }) =>
    call("REGEXP_REPLACE", arg, optionLiteral(pattern), optionLiteral(replacement)),
} satisfies Partial<Rules>;
