import { AvocetError } from "@avocet/core";
import type { Rules } from "../../dialect.js";
import { call, compare, literal, NULL, sql, stringLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { elementRows, evaluateOnceIfCostly, ifElse } from "../scope.js";

const string = { kind: "string", nullable: false } as const;
/** A literal of a text option, which may be bound. */
export const optionLiteral = (option: string | undefined): Sql => literal(option ?? "", string);

// The tokens of an RE2 pattern: escapes, \Q…\E, character classes, starts of groups, other characters.
const TOKENS =
  /\\Q[\s\S]*?(?:\\E|$)|\\[\s\S]|\[\^?\]?(?:\\[\s\S]|\[:\^?[a-z]+:\]|[^\]\\])*\]?|\(\?P?<[^>]*>|\(\?|\(|[\s\S]/gu;
const isGroup = (token: string): boolean => token === "(" || /^\(\?P?</.test(token);

/** The pattern with only one group capturing, because REGEXP_EXTRACT allows at most one; none for group 0. */
export function withOneGroup(pattern: string, groupNumber: number): string {
  let group = 0;
  const tokens = Array.from(pattern.matchAll(TOKENS), ([token]) => {
    if (!isGroup(token)) return token;
    group += 1;
    return group === groupNumber ? "(" : "(?:";
  });
  if (groupNumber > group)
    throw new AvocetError(
      "invalid-argument",
      `The regular expression has ${group} groups, so group ${groupNumber} does not exist`,
    );
  return tokens.join("");
}

// The private use area: text rarely contains one of these characters, and practically never all.
const [FIRST, LAST] = [0xe000, 0xf8ff];
/** A character that does not occur in a text. */
function unusedCharacter(value: Sql): Sql {
  const rows = elementRows(
    call("GENERATE_ARRAY", codePoint(FIRST), codePoint(LAST)),
    { kind: "int64", nullable: false },
    [value],
    "code",
  );
  const character = call("CHR", rows.element);
  const query = rows.query(
    sql`SELECT MIN(${character}) FROM ${rows.fromWithoutOffset} WHERE ${compare(call("STRPOS", value, character), "=", codePoint(0))}`,
  );
  const firstCharacter = stringLiteral(String.fromCodePoint(FIRST));
  return ifElse(compare(call("STRPOS", value, firstCharacter), "=", codePoint(0)), firstCharacter, sql`(${query})`);
}
const codePoint = (n: number): Sql => ({
  kind: "literal",
  value: n,
  dtype: { kind: "int64", nullable: false },
  fixed: true,
});

/** Replaces the matches by a character that does not occur in the text, and splits at it. */
const splitByRegex = (arg: Sql, pattern: Sql): Sql =>
  evaluateOnceIfCostly({ arg }, ({ arg: value }) =>
    evaluateOnceIfCostly({ mark: unusedCharacter(value) }, ({ mark }) =>
      call("SPLIT", call("REGEXP_REPLACE", value, pattern, mark), mark),
    ),
  );

export const patternRules = {
  RegexSearch: ({ arg, pattern }) => call("REGEXP_CONTAINS", arg, optionLiteral(pattern)),
  RegexExtract: ({ arg, pattern = "", group = 0 }) => {
    const match = call("REGEXP_EXTRACT", arg, optionLiteral(withOneGroup(pattern, group)));
    if (group === 0) return match;
    // REGEXP_EXTRACT also returns NULL for a group that did not take part in the match.
    return ifElse(call("REGEXP_CONTAINS", arg, optionLiteral(pattern)), call("IFNULL", match, stringLiteral("")), NULL);
  },
  RegexSplit: ({ arg, pattern }) => splitByRegex(arg, optionLiteral(pattern)),
  RegexReplace: ({ arg, pattern, replacement }) =>
    call("REGEXP_REPLACE", arg, optionLiteral(pattern), optionLiteral(replacement)),
} satisfies Partial<Rules>;
