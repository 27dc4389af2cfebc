import type { Rules } from "../../dialect.js";
import { call, infix, intLiteral, stringLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { Precedence } from "../../sql/expr.js";
import { escapeRegex, urlRules as parts, QUERY_PATTERN } from "../../standard/urls.js";

/** All groups count: those that only hold something together stand before the one that is asked for. */
function group(arg: Sql, pattern: string): Sql {
  const before = pattern.split("(?:").length - 1;
  const own = stringLiteral(pattern.replaceAll("(?:", "("));
  return call(
    "NULLIF",
    call("REGEXP_SUBSTR", arg, own, intLiteral(1), intLiteral(1), stringLiteral("e"), intLiteral(before + 1)),
    stringLiteral(""),
  );
}

export const urlRules = {
  ...parts(group),
  // The first of several values of a key is the first that follows a & in a query with one before it.
  ExtractQuery: ({ arg, key }) => {
    const query = group(arg, QUERY_PATTERN);
    if (key === undefined) return query;
    return group(infix(stringLiteral("&"), "||", query, Precedence.otherOperator), `&${escapeRegex(key)}=([^&]*)`);
  },
} satisfies Partial<Rules>;
