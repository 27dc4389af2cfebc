import { AvocetError } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import { call, caseWhen, infix, intLiteral, literal, operand, stringLiteral, withPrecedence } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { Precedence } from "../../sql/expr.js";
import { string } from "../build.js";
import { translated } from "../regex.js";

type Context = Pick<RuleContext, "unsupported">;
const matches = (arg: Sql, pattern: Sql): Sql =>
  withPrecedence(Precedence.comparison)`${operand(arg, Precedence.other)} ~ ${operand(pattern, Precedence.add)}`;
/** The backslash escapes, unless told otherwise. */
const like =
  (operator: "LIKE" | "ILIKE") =>
  ({ arg, pattern }: { readonly arg: Sql; readonly pattern: Sql }): Sql => ({
    ...infix(arg, operator, pattern, Precedence.other),
    level: Precedence.comparison,
  });
const patternOf = (pattern: string | undefined, exact: boolean, { unsupported }: Context) =>
  translated(pattern ?? "", exact, unsupported);

export const patternRules = {
  StringLike: like("LIKE"),
  StringILike: like("ILIKE"),
  RegexSearch: ({ arg, pattern }, context) => matches(arg, stringLiteral(patternOf(pattern, false, context).text)),
  RegexExtract: ({ arg, pattern, group = 0 }, context) => {
    const { text: own, groups } = patternOf(pattern, true, context);
    if (group === 0) return call("REGEXP_SUBSTR", arg, stringLiteral(own));
    if (group > groups)
      throw new AvocetError("invalid-argument", `the regular expression has ${groups} groups, not ${group}`);
    // A group that takes no part is NULL there.
    const found = call(
      "REGEXP_SUBSTR",
      arg,
      stringLiteral(own),
      intLiteral(1),
      intLiteral(1),
      stringLiteral(""),
      intLiteral(group),
    );
    return caseWhen([[matches(arg, stringLiteral(own)), call("COALESCE", found, stringLiteral(""))]]);
  },
  RegexSplit: ({ arg, pattern }, context) =>
    call("REGEXP_SPLIT_TO_ARRAY", arg, stringLiteral(patternOf(pattern, true, context).text)),
  RegexReplace: ({ arg, pattern, replacement }, context) =>
    call(
      "REGEXP_REPLACE",
      arg,
      stringLiteral(patternOf(pattern, true, context).text),
      literal(replacement ?? "", string),
      stringLiteral("g"),
    ),
} satisfies Partial<Rules>;
