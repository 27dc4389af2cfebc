import type { Rules } from "../../dialect.js";
import { call, text } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";

const SCHEME = "^(?:[^:/?#]+:)?";
const AUTHORITY = `${SCHEME}//`;

/** The one group of a pattern; NULL without a match or where the group is empty. */
const group = (arg: Sql, pattern: string): Sql => call("NULLIF", call("REGEXP_EXTRACT", arg, text(pattern)), text(""));
const part =
  (pattern: string) =>
  ({ arg }: { readonly arg: Sql }): Sql =>
    group(arg, pattern);
const quoted = (key: string): string => key.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");

/** The parts of a URL, by the grammar of RFC 3986. */
export const urlRules = {
  ExtractProtocol: part("^([A-Za-z][A-Za-z0-9+.-]*):"),
  ExtractAuthority: part(`${AUTHORITY}([^/?#]*)`),
  ExtractUserInfo: part(`${AUTHORITY}([^/?#]*)@`),
  ExtractHost: part(`${AUTHORITY}(?:[^/?#]*@)?(\\[[^]/?#]*\\]|[^:/?#]*)`),
  ExtractFile: part(`${SCHEME}(?://[^/?#]*)?([^#]*)`),
  ExtractPath: part(`${SCHEME}(?://[^/?#]*)?([^?#]*)`),
  ExtractQuery: ({ arg, key }) =>
    group(arg, key === undefined ? "^[^?#]*\\?([^#]*)" : `^[^?#]*\\?(?:[^#]*?&)??${quoted(key)}=([^&#]*)`),
  ExtractFragment: part("#(.*)"),
} satisfies Partial<Rules>;
