import type { Rules } from "../dialect.js";
import { call, caseWhen, compare, infix, intLiteral, isNull, NULL, operand, withPrecedence } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { Precedence } from "../sql/expr.js";

/** Texts one after the other, NULL if any is. */
export const joined = (first: Sql, ...more: readonly Sql[]): Sql =>
  more.reduce((left, right) => infix(left, "||", right, Precedence.other), first);

/** LIKE or a word like it; the standard has no escape character unless one is named. */
export const likeRule =
  (operator: "LIKE" | "ILIKE") =>
  ({ arg, pattern }: { readonly arg: Sql; readonly pattern: Sql }): Sql => {
    const test = infix(arg, operator, pattern, Precedence.other);
    const escapes = pattern.kind !== "literal" || String(pattern.value).includes("\\");
    return {
      ...(escapes ? withPrecedence(Precedence.comparison)`${operand(test, Precedence.any)} ESCAPE '\\'` : test),
      level: Precedence.comparison,
    };
  };

/** Strings, as the SQL standard and most engines have them. */
export const stringRules = {
  Uppercase: ({ arg }) => call("UPPER", arg),
  Lowercase: ({ arg }) => call("LOWER", arg),
  Capitalize: ({ arg }) =>
    joined(call("UPPER", call("LEFT", arg, intLiteral(1))), call("LOWER", call("SUBSTRING", arg, intLiteral(2)))),
  StringReplace: ({ arg, pattern, replacement }) => call("REPLACE", arg, pattern, replacement),
  Translate: ({ arg, from, to }) => call("TRANSLATE", arg, from, to),
  StringConcat: ({ args: [first, ...more] }) => (first ? joined(first, ...more) : NULL),
  FindInSet: ({ arg, options }, { cast, node }) => {
    const places = options.map((option, i) => [compare(arg, "=", option), intLiteral(i)] as const);
    return cast(caseWhen([[isNull(arg), NULL], ...places], intLiteral(-1)), node.dtype);
  },
  StringLike: likeRule("LIKE"),
  StringILike: likeRule("ILIKE"),
} satisfies Partial<Rules>;
