import type { Rules } from "../dialect.js";
import { call, caseWhen, compare, infix, intLiteral, isNull, NULL, operand, withPrecedence } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import * as Precedence from "../sql/precedence.js";

/** Concatenates strings with `||`. NULL if any is NULL. */
export const concat = (first: Sql, ...rest: readonly Sql[]): Sql =>
  rest.reduce((left, right) => infix(left, "||", right, Precedence.otherOperator), first);

/** Rule for LIKE or ILIKE with a backslash as escape character; the standard has no default escape character. */
export const likeRule =
  (operator: "LIKE" | "ILIKE") =>
  ({ arg, pattern }: { readonly arg: Sql; readonly pattern: Sql }): Sql => {
    const test = infix(arg, operator, pattern, Precedence.otherOperator);
    const escapes = pattern.kind !== "literal" || String(pattern.value).includes("\\");
    return {
      ...(escapes ? withPrecedence(Precedence.comparison)`${operand(test, Precedence.any)} ESCAPE '\\'` : test),
      precedence: Precedence.comparison,
    };
  };

/** Rules for strings in the SQL standard and most engines. */
export const stringRules = {
  Uppercase: ({ arg }) => call("UPPER", arg),
  Lowercase: ({ arg }) => call("LOWER", arg),
  Capitalize: ({ arg }) =>
    concat(call("UPPER", call("LEFT", arg, intLiteral(1))), call("LOWER", call("SUBSTRING", arg, intLiteral(2)))),
  StringReplace: ({ arg, pattern, replacement }) => call("REPLACE", arg, pattern, replacement),
  Translate: ({ arg, from, to }) => call("TRANSLATE", arg, from, to),
  StringConcat: ({ args: [first, ...rest] }) => (first ? concat(first, ...rest) : NULL),
  FindInSet: ({ arg, options }, { cast, node }) => {
    const branches = options.map((option, i) => [compare(arg, "=", option), intLiteral(i)] as const);
    return cast(caseWhen([[isNull(arg), NULL], ...branches], intLiteral(-1)), node.dtype);
  },
  StringLike: likeRule("LIKE"),
  StringILike: likeRule("ILIKE"),
} satisfies Partial<Rules>;
