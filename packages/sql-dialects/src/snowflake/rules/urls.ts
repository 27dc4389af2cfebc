import type { Rules } from "../../dialect.js";
import { call, infix, intLiteral, stringLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import * as Precedence from "../../sql/precedence.js";
import { escapeRegex, QUERY_PATTERN, urlRules as standardUrlRules } from "../../standard/urls.js";

/**
 * Extracts the group of a pattern. In Snowflake all groups capture, so the non-capturing ones before it are counted.
 */
function extractGroup(arg: Sql, pattern: string): Sql {
  const groupsBefore = pattern.split("(?:").length - 1;
  const capturingPattern = stringLiteral(pattern.replaceAll("(?:", "("));
  return call(
    "NULLIF",
    call(
      "REGEXP_SUBSTR",
      arg,
      capturingPattern,
      intLiteral(1),
      intLiteral(1),
      stringLiteral("e"),
      intLiteral(groupsBefore + 1),
    ),
    stringLiteral(""),
  );
}

export const urlRules = {
  ...standardUrlRules(extractGroup),
  // With a & before the query, every key follows a &, so the first match is the first value of the key.
  ExtractQuery: ({ arg, key }) => {
    const query = extractGroup(arg, QUERY_PATTERN);
    if (key === undefined) return query;
    return extractGroup(
      infix(stringLiteral("&"), "||", query, Precedence.otherOperator),
      `&${escapeRegex(key)}=([^&]*)`,
    );
  },
} satisfies Partial<Rules>;
