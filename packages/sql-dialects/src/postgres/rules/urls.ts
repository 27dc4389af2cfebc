import type { Rules } from "../../dialect.js";
import { call, identifierSql, intLiteral, sql, stringLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { urlRules as parts, QUERY } from "../../standard/urls.js";
import { query } from "../build.js";

const group = (arg: Sql, pattern: string): Sql =>
  call(
    "NULLIF",
    call("REGEXP_SUBSTR", arg, stringLiteral(pattern), intLiteral(1), intLiteral(1), stringLiteral(""), intLiteral(1)),
    stringLiteral(""),
  );

/** The first value of a key among the pairs of a query. */
function valueUnder(arg: Sql, key: string): Sql {
  const [pair, place] = [identifierSql("pair"), identifierSql("place")];
  const pairs = sql`UNNEST(STRING_TO_ARRAY(${group(arg, QUERY)}, '&')) WITH ORDINALITY AS ${identifierSql("pairs")}(${pair}, ${place})`;
  const own = call("SUBSTR", pair, intLiteral([...key].length + 2));
  return query(
    sql`SELECT NULLIF(${own}, '') FROM ${pairs} WHERE STARTS_WITH(${pair}, ${stringLiteral(`${key}=`)}) ORDER BY ${place} LIMIT 1`,
  );
}

export const urlRules = {
  ...parts(group),
  ExtractQuery: ({ arg, key }) => (key === undefined ? group(arg, QUERY) : valueUnder(arg, key)),
} satisfies Partial<Rules>;
