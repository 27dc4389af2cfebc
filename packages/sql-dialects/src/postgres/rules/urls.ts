import type { Rules } from "../../dialect.js";
import { call, int, name, sql, text } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { urlRules as parts, QUERY } from "../../standard/urls.js";
import { query } from "../build.js";

const group = (arg: Sql, pattern: string): Sql =>
  call("NULLIF", call("REGEXP_SUBSTR", arg, text(pattern), int(1), int(1), text(""), int(1)), text(""));

/** The first value of a key among the pairs of a query. */
function valueUnder(arg: Sql, key: string): Sql {
  const [pair, place] = [name("pair"), name("place")];
  const pairs = sql`UNNEST(STRING_TO_ARRAY(${group(arg, QUERY)}, '&')) WITH ORDINALITY AS ${name("pairs")}(${pair}, ${place})`;
  const own = call("SUBSTR", pair, int([...key].length + 2));
  return query(
    sql`SELECT NULLIF(${own}, '') FROM ${pairs} WHERE STARTS_WITH(${pair}, ${text(`${key}=`)}) ORDER BY ${place} LIMIT 1`,
  );
}

export const urlRules = {
  ...parts(group),
  ExtractQuery: ({ arg, key }) => (key === undefined ? group(arg, QUERY) : valueUnder(arg, key)),
} satisfies Partial<Rules>;
