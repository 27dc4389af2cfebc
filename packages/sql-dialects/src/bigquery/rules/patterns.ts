import { AvocetError } from "@avocet/core";
import type { Rules } from "../../dialect.js";
import { call, compare, literal, NULL, sql, stringLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { either, elementsOf, onceIfLong } from "../scope.js";

const string = { kind: "string", nullable: false } as const;
/** Text of an option, which is the user's own. */
export const given = (option: string | undefined): Sql => literal(option ?? "", string);

// What RE2 has in a pattern: escapes, \Q…\E, classes, the start of a group, other characters.
const PIECES =
  /\\Q[\s\S]*?(?:\\E|$)|\\[\s\S]|\[\^?\]?(?:\\[\s\S]|\[:\^?[a-z]+:\]|[^\]\\])*\]?|\(\?P?<[^>]*>|\(\?|\(|[\s\S]/gu;
const isGroup = (piece: string): boolean => piece === "(" || /^\(\?P?</.test(piece);

/** The pattern with one group at most, that of a number; REGEXP_EXTRACT takes no more. */
export function withOneGroup(pattern: string, wanted: number): string {
  let group = 0;
  const pieces = Array.from(pattern.matchAll(PIECES), ([piece]) => {
    if (!isGroup(piece)) return piece;
    group += 1;
    return group === wanted ? "(" : "(?:";
  });
  if (wanted > group)
    throw new AvocetError("invalid-argument", `the pattern has ${group} groups, and not one of number ${wanted}`);
  return pieces.join("");
}

// Characters for private use, of which a text holds hardly one, and never all.
const [FIRST, LAST] = [0xe000, 0xf8ff];
/** A character that a text does not hold. */
function absentFrom(value: Sql): Sql {
  const rows = elementsOf(
    call("GENERATE_ARRAY", code(FIRST), code(LAST)),
    { kind: "int64", nullable: false },
    [value],
    "code",
  );
  const free = call("CHR", rows.element);
  const query = rows.query(
    sql`SELECT MIN(${free}) FROM ${rows.only} WHERE ${compare(call("STRPOS", value, free), "=", code(0))}`,
  );
  const mark = stringLiteral(String.fromCodePoint(FIRST));
  return either(compare(call("STRPOS", value, mark), "=", code(0)), mark, sql`(${query})`);
}
const code = (n: number): Sql => ({
  kind: "literal",
  value: n,
  dtype: { kind: "int64", nullable: false },
  fixed: true,
});

/** Matches become a character that the text does not hold, and the pieces are what lies between. */
const split = (arg: Sql, pattern: Sql): Sql =>
  onceIfLong({ arg }, ({ arg: value }) =>
    onceIfLong({ mark: absentFrom(value) }, ({ mark }) =>
      call("SPLIT", call("REGEXP_REPLACE", value, pattern, mark), mark),
    ),
  );

export const patternRules = {
  RegexSearch: ({ arg, pattern }) => call("REGEXP_CONTAINS", arg, given(pattern)),
  RegexExtract: ({ arg, pattern = "", group = 0 }) => {
    const found = call("REGEXP_EXTRACT", arg, given(withOneGroup(pattern, group)));
    if (group === 0) return found;
    // A group that takes no part is NULL, too.
    return either(call("REGEXP_CONTAINS", arg, given(pattern)), call("IFNULL", found, stringLiteral("")), NULL);
  },
  RegexSplit: ({ arg, pattern }) => split(arg, given(pattern)),
  RegexReplace: ({ arg, pattern, replacement }) => call("REGEXP_REPLACE", arg, given(pattern), given(replacement)),
} satisfies Partial<Rules>;
