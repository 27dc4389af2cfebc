import type { Rules } from "../dialect.js";
import type { Sql } from "../sql/expr.js";

const SCHEME = "^(?:[^:/?#]+:)?";
const AUTHORITY = `${SCHEME}//`;
/** What stands between ? and #. */
export const QUERY = "^[^?#]*\\?([^#]*)";
/** A text as a pattern that matches just that. */
export const quotedPattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");

/**
 * The parts of a URL, by the grammar of RFC 3986, for an engine that gives the one group of a pattern: NULL without a match or where the
 * group is empty.
 */
export function urlRules(group: (arg: Sql, pattern: string) => Sql) {
  const part =
    (pattern: string) =>
    ({ arg }: { readonly arg: Sql }): Sql =>
      group(arg, pattern);
  return {
    ExtractProtocol: part("^([A-Za-z][A-Za-z0-9+.-]*):"),
    ExtractAuthority: part(`${AUTHORITY}([^/?#]*)`),
    ExtractUserInfo: part(`${AUTHORITY}([^/?#]*)@`),
    ExtractHost: part(`${AUTHORITY}(?:[^/?#]*@)?(\\[[^]/?#]*\\]|[^:/?#]*)`),
    ExtractFile: part(`${SCHEME}(?://[^/?#]*)?([^#]*)`),
    ExtractPath: part(`${SCHEME}(?://[^/?#]*)?([^?#]*)`),
    ExtractQuery: ({ arg, key }) =>
      group(arg, key === undefined ? QUERY : `^[^?#]*\\?(?:[^#]*?&)??${quotedPattern(key)}=([^&#]*)`),
    ExtractFragment: part("#(.*)"),
  } satisfies Partial<Rules>;
}
