import type { Rules } from "../../dialect.js";
import { call, identifierSql, intLiteral, sql, stringLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { QUERY_PATTERN, urlRules as standardUrlRules } from "../../standard/urls.js";
import { subquery } from "../build.js";

const regexGroup = (arg: Sql, pattern: string): Sql =>
  call(
    "NULLIF",
    call("REGEXP_SUBSTR", arg, stringLiteral(pattern), intLiteral(1), intLiteral(1), stringLiteral(""), intLiteral(1)),
    stringLiteral(""),
  );

/** The first value of a parameter in the query string. */
function queryParameter(arg: Sql, key: string): Sql {
  const [pair, position] = [identifierSql("pair"), identifierSql("place")];
  const pairs = sql`UNNEST(STRING_TO_ARRAY(${regexGroup(arg, QUERY_PATTERN)}, '&')) WITH ORDINALITY AS ${identifierSql("pairs")}(${pair}, ${position})`;
  const value = call("SUBSTR", pair, intLiteral([...key].length + 2));
  return subquery(
    sql`SELECT NULLIF(${value}, '') FROM ${pairs} WHERE STARTS_WITH(${pair}, ${stringLiteral(`${key}=`)}) ORDER BY ${position} LIMIT 1`,
  );
}

export const urlRules = {
  ...standardUrlRules(regexGroup),
  ExtractQuery: ({ arg, key }) => (key === undefined ? regexGroup(arg, QUERY_PATTERN) : queryParameter(arg, key)),
} satisfies Partial<Rules>;
