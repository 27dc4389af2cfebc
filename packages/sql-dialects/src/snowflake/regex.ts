import type { RuleContext } from "../dialect.js";
import { call, intLiteral, literal, sql, stringLiteral } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";

type Refuse = RuleContext["unsupported"];

/** A pattern as Snowflake takes it, and where its groups have gone. */
export interface Pattern {
  readonly sql: Sql;
  /** Letters for the parameter of how to match. */
  readonly flags: string;
  /** The number of the group that was the n-th, from 1, among those that count. */
  group(n: number): number;
}

/**
 * Snowflake's patterns are of POSIX, with classes such as \d. All their groups count, so those that do not in (?:…) get numbers too; an
 * empty pattern matches nothing there, while an empty group matches everywhere.
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
        throw refuse("its regular expressions cannot look around", "match the text around as well, and take a group");
      if (token === "(?") throw refuse("it does not know a group that begins with (?", "write the pattern without it");
      groupCount += 1;
      if (token !== "(?:") capturingGroups.push(groupCount);
      output += "(";
      isQuantifiable = false;
    } else if (/^[*+?]$|^\{\d*,?\d*\}$/.test(token)) {
      if (!isQuantifiable && token === "?" && /[*+?}]$/.test(output) && !/\\.$/.test(output))
        throw refuse(
          "its regular expressions know no lazy quantifiers",
          "exclude what must not be matched: [^,]* for .*?,",
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
/** A piece of a pattern: an escape, a class in brackets, the start of a group, a quantifier, or a character. */
function tokenAt(source: string, position: number): string {
  const tokens =
    /\\[\s\S]|\[\^?\]?(?:\[:\w+:\]|\\[\s\S]|[^\]])*\]|\(\?(?:[:=!]|<[=!]|P?<\w+>)?|\(|\{\d*,?\d*\}|[\s\S]/uy;
  tokens.lastIndex = position;
  const [token = ""] = tokens.exec(source) ?? [];
  return /^\(\?P?<\w+>$/.test(token) ? token.replace(/.*/, (whole) => whole) : token;
}
const stringConstant = (value: string): Sql => literal(value, { kind: "string", nullable: false });

/** The place from 1 of the first match, 0 where there is none. */
export const firstMatchPosition = (arg: Sql, { sql: pattern, flags }: Pattern): Sql =>
  flags
    ? call("REGEXP_INSTR", arg, pattern, intLiteral(1), intLiteral(1), intLiteral(0), stringLiteral(flags))
    : call("REGEXP_INSTR", arg, pattern);

/** What the first match, or a group of it, is; NULL where there is none. */
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

/** Every match replaced. */
export const replaceMatches = (arg: Sql, { sql: pattern, flags }: Pattern, replacement: Sql): Sql =>
  flags
    ? call("REGEXP_REPLACE", arg, pattern, replacement, intLiteral(1), intLiteral(0), stringLiteral(flags))
    : call("REGEXP_REPLACE", arg, pattern, replacement);

/** A replacement with its groups where they have gone. */
export const translateReplacement = (source: string, pattern: Pattern): Sql =>
  stringConstant(
    source.replace(/\\([\s\S])/g, (match, escaped: string) => (/[1-9]/.test(escaped) ? `\\${pattern.group(Number(escaped))}` : match)),
  );

/** A text that stands between pieces, and that no piece holds but by intent. */
export const SPLIT_MARKER: Sql = sql`CHR(1) || CHR(31) || CHR(1)`;
