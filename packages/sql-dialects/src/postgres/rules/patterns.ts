import { AvocetError } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import { call, caseWhen, infix, intLiteral, literal, operand, stringLiteral, withPrecedence } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import * as Precedence from "../../sql/precedence.js";
import { string } from "../build.js";
import { translateRegex } from "../regex.js";

type Context = Pick<RuleContext, "unsupported">;
const matches = (arg: Sql, pattern: Sql): Sql =>
  withPrecedence(
    Precedence.comparison,
  )`${operand(arg, Precedence.otherOperator)} ~ ${operand(pattern, Precedence.add)}`;
/** LIKE and ILIKE, whose default escape character is the backslash. */
const like =
  (operator: "LIKE" | "ILIKE") =>
  ({ arg, pattern }: { readonly arg: Sql; readonly pattern: Sql }): Sql => ({
    ...infix(arg, operator, pattern, Precedence.otherOperator),
    precedence: Precedence.comparison,
  });
const translatePattern = (pattern: string | undefined, exact: boolean, { unsupported }: Context) =>
  translateRegex(pattern ?? "", exact, unsupported);

export const patternRules = {
  StringLike: like("LIKE"),
  StringILike: like("ILIKE"),
  RegexSearch: ({ arg, pattern }, context) =>
    matches(arg, stringLiteral(translatePattern(pattern, false, context).text)),
  RegexExtract: ({ arg, pattern, group = 0 }, context) => {
    const { text: regex, groups } = translatePattern(pattern, true, context);
    if (group === 0) return call("REGEXP_SUBSTR", arg, stringLiteral(regex));
    if (group > groups)
      throw new AvocetError(
        "invalid-argument",
        `The regular expression has ${groups} groups, so group ${group} does not exist`,
      );
    // REGEXP_SUBSTR returns NULL for a group that did not take part in the match.
    const match = call(
      "REGEXP_SUBSTR",
      arg,
      stringLiteral(regex),
      intLiteral(1),
      intLiteral(1),
      stringLiteral(""),
      intLiteral(group),
    );
    return caseWhen([[matches(arg, stringLiteral(regex)), call("COALESCE", match, stringLiteral(""))]]);
  },
  RegexSplit: ({ arg, pattern }, context) =>
    call("REGEXP_SPLIT_TO_ARRAY", arg, stringLiteral(translatePattern(pattern, true, context).text)),
  RegexReplace: ({ arg, pattern, replacement }, context) =>
    call(
      "REGEXP_REPLACE",
      arg,
      stringLiteral(translatePattern(pattern, true, context).text),
      literal(replacement ?? "", string),
      stringLiteral("g"),
    ),
} satisfies Partial<Rules>;
