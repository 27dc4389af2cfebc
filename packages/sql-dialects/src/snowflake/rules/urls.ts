import type { Rules } from "../../dialect.js";
import { call, infix, int, text } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { Level } from "../../sql/expr.js";

const SCHEME = "^([^:/?#]+:)?";
const AUTHORITY = `${SCHEME}//`;

/** A group of a pattern, in which all groups count; NULL without a match or where the group is empty. */
const group = (arg: Sql, pattern: string, n: number): Sql =>
  call("NULLIF", call("REGEXP_SUBSTR", arg, text(pattern), int(1), int(1), text("e"), int(n)), text(""));
const part =
  (pattern: string, n: number) =>
  ({ arg }: { readonly arg: Sql }): Sql =>
    group(arg, pattern, n);
const quoted = (key: string): string => key.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
const QUERY = "^[^?#]*\\?([^#]*)";

/** The parts of a URL, by the grammar of RFC 3986. */
export const urlRules = {
  ExtractProtocol: part("^([A-Za-z][A-Za-z0-9+.-]*):", 1),
  ExtractAuthority: part(`${AUTHORITY}([^/?#]*)`, 2),
  ExtractUserInfo: part(`${AUTHORITY}([^/?#]*)@`, 2),
  ExtractHost: part(`${AUTHORITY}([^/?#]*@)?(\\[[^]/?#]*\\]|[^:/?#]*)`, 3),
  ExtractFile: part(`${SCHEME}(//[^/?#]*)?([^#]*)`, 3),
  ExtractPath: part(`${SCHEME}(//[^/?#]*)?([^?#]*)`, 3),
  // The first of several values of a key is the first that follows a & in a query with one before it.
  ExtractQuery: ({ arg, key }) => {
    const query = group(arg, QUERY, 1);
    if (key === undefined) return query;
    return group(infix(text("&"), "||", query, Level.other), `&${quoted(key)}=([^&]*)`, 1);
  },
  ExtractFragment: part("#(.*)", 1),
} satisfies Partial<Rules>;
