import type { Rules } from "../dialect.js";
import type { Sql } from "../sql/expr.js";

const SCHEME = "^(?:[^:/?#]+:)?";
const AUTHORITY = `${SCHEME}//`;
/** Matches a URL and captures the query between ? and #. */
export const QUERY_PATTERN = "^[^?#]*\\?([^#]*)";
/** Escapes text so that a regular expression matches it literally. */
export const escapeRegex = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");

/**
 * Rules for the components of a URL by the grammar of RFC 3986. `extractGroup` returns the single group of a pattern,
 * and NULL if nothing matches or the group is empty.
 */
export function urlRules(extractGroup: (arg: Sql, pattern: string) => Sql) {
  const component =
    (pattern: string) =>
    ({ arg }: { readonly arg: Sql }): Sql =>
      extractGroup(arg, pattern);
  return {
    ExtractProtocol: component("^([A-Za-z][A-Za-z0-9+.-]*):"),
    ExtractAuthority: component(`${AUTHORITY}([^/?#]*)`),
    ExtractUserInfo: component(`${AUTHORITY}([^/?#]*)@`),
    ExtractHost: component(`${AUTHORITY}(?:[^/?#]*@)?(\\[[^]/?#]*\\]|[^:/?#]*)`),
    ExtractFile: component(`${SCHEME}(?://[^/?#]*)?([^#]*)`),
    ExtractPath: component(`${SCHEME}(?://[^/?#]*)?([^?#]*)`),
    ExtractQuery: ({ arg, key }) =>
      extractGroup(arg, key === undefined ? QUERY_PATTERN : `^[^?#]*\\?(?:[^#]*?&)??${escapeRegex(key)}=([^&#]*)`),
    ExtractFragment: component("#(.*)"),
  } satisfies Partial<Rules>;
}
