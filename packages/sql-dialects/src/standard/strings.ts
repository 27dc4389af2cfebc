import type { Rules } from "../dialect.js";
import { at, call, cases, compare, infix, int, isNull, NULL, operand } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { Level } from "../sql/expr.js";

/** Texts one after the other, NULL if any is. */
export const joined = (first: Sql, ...more: readonly Sql[]): Sql =>
  more.reduce((left, right) => infix(left, "||", right, Level.other), first);

/** LIKE or a word like it; the standard has no escape character unless one is named. */
export const likeRule =
  (operator: "LIKE" | "ILIKE") =>
  ({ arg, pattern }: { readonly arg: Sql; readonly pattern: Sql }): Sql => {
    const test = infix(arg, operator, pattern, Level.other);
    const escapes = pattern.kind !== "literal" || String(pattern.value).includes("\\");
    return {
      ...(escapes ? at(Level.comparison)`${operand(test, Level.any)} ESCAPE '\\'` : test),
      level: Level.comparison,
    };
  };

/** Strings, as the SQL standard and most engines have them. */
export const stringRules = {
  Uppercase: ({ arg }) => call("UPPER", arg),
  Lowercase: ({ arg }) => call("LOWER", arg),
  Capitalize: ({ arg }) =>
    joined(call("UPPER", call("LEFT", arg, int(1))), call("LOWER", call("SUBSTRING", arg, int(2)))),
  StringReplace: ({ arg, pattern, replacement }) => call("REPLACE", arg, pattern, replacement),
  Translate: ({ arg, from, to }) => call("TRANSLATE", arg, from, to),
  StringConcat: ({ args: [first, ...more] }) => (first ? joined(first, ...more) : NULL),
  FindInSet: ({ arg, options }, { cast, node }) => {
    const places = options.map((option, i) => [compare(arg, "=", option), int(i)] as const);
    return cast(cases([[isNull(arg), NULL], ...places], int(-1)), node.dtype);
  },
  StringLike: likeRule("LIKE"),
  StringILike: likeRule("ILIKE"),
} satisfies Partial<Rules>;
