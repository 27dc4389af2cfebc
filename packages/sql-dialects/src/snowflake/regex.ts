import type { RuleContext } from "../dialect.js";
import { call, intLiteral, literal, sql, stringLiteral } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";

type Refuse = RuleContext["unsupported"];

/** A pattern in Snowflake's syntax, with the mapping of its group numbers. */
export interface Pattern {
  readonly sql: Sql;
  /** The letters of the `parameters` argument. */
  readonly flags: string;
  /** The number of the group that was the n-th capturing group (1-based) in the source pattern. */
  group(n: number): number;
}

/**
 * Translates a pattern to Snowflake's POSIX syntax with classes such as \d. There, all groups capture, so groups
 * written as (?:…) get numbers too; an empty pattern matches nothing, but an empty group matches everywhere.
 */
export function translatePattern(source: string, refuse: Refuse): Pattern {
  const flagMatch = /^\(\?([ims]+)\)/.exec(source);
  const body = flagMatch ? source.slice(flagMatch[0].length) : source;
  const capturingGroups: number[] = [];
  let groupCount = 0;
  let output = "";
  let isQuantifiable = false;
  for (let i = 0; i < body.length; ) {
    const token = tokenAt(body, i);
    i += token.length;
    if (token.startsWith("(")) {
      if (/^\(\?[=!<]/.test(token) && !token.startsWith("(?<n>"))
        throw refuse(
          "its regular expressions have no lookaround",
          "match the surrounding text as well, and extract a group",
        );
      if (token === "(?")
        throw refuse(
          "its regular expressions do not support this group that starts with (?",
          "write the pattern without it",
        );
      groupCount += 1;
      if (token !== "(?:") capturingGroups.push(groupCount);
      output += "(";
      isQuantifiable = false;
    } else if (/^[*+?]$|^\{\d*,?\d*\}$/.test(token)) {
      if (!isQuantifiable && token === "?" && /[*+?}]$/.test(output) && !/\\.$/.test(output))
        throw refuse(
          "its regular expressions have no lazy quantifiers",
          "exclude the terminator from the match, such as [^,]* for .*?,",
        );
      output += token;
      isQuantifiable = false;
    } else {
      output += token;
      isQuantifiable = true;
    }
  }
  const flags = flagMatch?.[1] ?? "";
  return { sql: stringConstant(output === "" ? "()" : output), flags, group: (n) => capturingGroups[n - 1] ?? n };
}
/**
 * The token of a pattern at a position: an escape, a bracket class, the start of a group, a quantifier or a character.
 */
function tokenAt(source: string, position: number): string {
  const tokens =
    /\\[\s\S]|\[\^?\]?(?:\[:\w+:\]|\\[\s\S]|[^\]])*\]|\(\?(?:[:=!]|<[=!]|P?<\w+>)?|\(|\{\d*,?\d*\}|[\s\S]/uy;
  tokens.lastIndex = position;
  const [token = ""] = tokens.exec(source) ?? [];
  return token;
}
const stringConstant = (value: string): Sql => literal(value, { kind: "string", nullable: false });

/** The 1-based position of the first match, 0 if there is none. */
export const firstMatchPosition = (arg: Sql, { sql: pattern, flags }: Pattern): Sql =>
  flags
    ? call("REGEXP_INSTR", arg, pattern, intLiteral(1), intLiteral(1), intLiteral(0), stringLiteral(flags))
    : call("REGEXP_INSTR", arg, pattern);

/** The first match, or a group of it; NULL if there is none. */
export function firstMatch(arg: Sql, { sql: pattern, flags }: Pattern, group: number): Sql {
  if (group > 0)
    return call(
      "REGEXP_SUBSTR",
      arg,
      pattern,
      intLiteral(1),
      intLiteral(1),
      stringLiteral(`${flags}e`),
      intLiteral(group),
    );
  return flags
    ? call("REGEXP_SUBSTR", arg, pattern, intLiteral(1), intLiteral(1), stringLiteral(flags))
    : call("REGEXP_SUBSTR", arg, pattern);
}

/** Replaces every match. */
export const replaceMatches = (arg: Sql, { sql: pattern, flags }: Pattern, replacement: Sql): Sql =>
  flags
    ? call("REGEXP_REPLACE", arg, pattern, replacement, intLiteral(1), intLiteral(0), stringLiteral(flags))
    : call("REGEXP_REPLACE", arg, pattern, replacement);

/** Translates the group numbers of a replacement. */
export const translateReplacement = (source: string, pattern: Pattern): Sql =>
  stringConstant(
    source.replace(/\\([\s\S])/g, (match, escaped: string) =>
      /[1-9]/.test(escaped) ? `\\${pattern.group(Number(escaped))}` : match,
    ),
  );

/** Text that replaces the separators before a split by it; it does not occur in ordinary text. */
export const SPLIT_MARKER: Sql = sql`CHR(1) || CHR(31) || CHR(1)`;
