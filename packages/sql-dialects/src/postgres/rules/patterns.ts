import { AvocetError } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import { at, call, cases, infix, int, literal, operand, text } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { Level } from "../../sql/expr.js";
import { string } from "../build.js";
import { translated } from "../regex.js";

type Context = Pick<RuleContext, "unsupported">;
const matches = (arg: Sql, pattern: Sql): Sql =>
  at(Level.comparison)`${operand(arg, Level.other)} ~ ${operand(pattern, Level.add)}`;
/** The backslash escapes, unless told otherwise. */
const like =
  (operator: "LIKE" | "ILIKE") =>
  ({ arg, pattern }: { readonly arg: Sql; readonly pattern: Sql }): Sql => ({
    ...infix(arg, operator, pattern, Level.other),
    level: Level.comparison,
  });
const patternOf = (pattern: string | undefined, exact: boolean, { unsupported }: Context) =>
  translated(pattern ?? "", exact, unsupported);

export const patternRules = {
  StringLike: like("LIKE"),
  StringILike: like("ILIKE"),
  RegexSearch: ({ arg, pattern }, context) => matches(arg, text(patternOf(pattern, false, context).text)),
  RegexExtract: ({ arg, pattern, group = 0 }, context) => {
    const { text: own, groups } = patternOf(pattern, true, context);
    if (group === 0) return call("REGEXP_SUBSTR", arg, text(own));
    if (group > groups)
      throw new AvocetError("invalid-argument", `the regular expression has ${groups} groups, not ${group}`);
    // A group that takes no part is NULL there.
    const found = call("REGEXP_SUBSTR", arg, text(own), int(1), int(1), text(""), int(group));
    return cases([[matches(arg, text(own)), call("COALESCE", found, text(""))]]);
  },
  RegexSplit: ({ arg, pattern }, context) =>
    call("REGEXP_SPLIT_TO_ARRAY", arg, text(patternOf(pattern, true, context).text)),
  RegexReplace: ({ arg, pattern, replacement }, context) =>
    call(
      "REGEXP_REPLACE",
      arg,
      text(patternOf(pattern, true, context).text),
      literal(replacement ?? "", string),
      text("g"),
    ),
} satisfies Partial<Rules>;
