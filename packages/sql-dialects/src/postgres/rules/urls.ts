import type { Rules } from "../../dialect.js";
import { call, int, name, sql, text } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { query } from "../build.js";

const SCHEME = "^(?:[^:/?#]+:)?";
const AUTHORITY = `${SCHEME}//`;

/** The group of a pattern; NULL without a match or where the group is empty. */
const group = (arg: Sql, pattern: string): Sql =>
  call("NULLIF", call("REGEXP_SUBSTR", arg, text(pattern), int(1), int(1), text(""), int(1)), text(""));
const part =
  (pattern: string) =>
  ({ arg }: { readonly arg: Sql }): Sql =>
    group(arg, pattern);
const QUERY = "^[^?#]*\\?([^#]*)";

/** The first value of a key among the pairs of a query. */
function valueUnder(arg: Sql, key: string): Sql {
  const [pair, place] = [name("pair"), name("place")];
  const pairs = sql`UNNEST(STRING_TO_ARRAY(${group(arg, QUERY)}, '&')) WITH ORDINALITY AS ${name("pairs")}(${pair}, ${place})`;
  const own = call("SUBSTR", pair, int([...key].length + 2));
  return query(
    sql`SELECT NULLIF(${own}, '') FROM ${pairs} WHERE STARTS_WITH(${pair}, ${text(`${key}=`)}) ORDER BY ${place} LIMIT 1`,
  );
}

/** The parts of a URL, by the grammar of RFC 3986. */
export const urlRules = {
  ExtractProtocol: part("^([A-Za-z][A-Za-z0-9+.-]*):"),
  ExtractAuthority: part(`${AUTHORITY}([^/?#]*)`),
  ExtractUserInfo: part(`${AUTHORITY}([^/?#]*)@`),
  ExtractHost: part(`${AUTHORITY}(?:[^/?#]*@)?(\\[[^]/?#]*\\]|[^:/?#]*)`),
  ExtractFile: part(`${SCHEME}(?://[^/?#]*)?([^#]*)`),
  ExtractPath: part(`${SCHEME}(?://[^/?#]*)?([^?#]*)`),
  ExtractQuery: ({ arg, key }) => (key === undefined ? group(arg, QUERY) : valueUnder(arg, key)),
  ExtractFragment: part("#(.*)"),
} satisfies Partial<Rules>;
