import type { DType } from "@avocet/core";
import type { LiteralValue } from "@avocet/core/dialect";
import type { NameSql, Operand, Sql, TextSql } from "./expr.js";
import * as Precedence from "./precedence.js";

/** Wraps an expression to be parenthesized if its precedence is lower than `minPrecedence`. */
export const operand = (sql: Sql, minPrecedence: number): Operand => ({ sql, minPrecedence });
const isOperand = (value: Sql | Operand): value is Operand => "minPrecedence" in value;

/**
 * Builds SQL text with embedded expressions. Only expressions can be embedded, so no value can become syntax. The
 * result has the precedence of a function call; use {@link withPrecedence} for text that binds less tightly.
 */
export const sql = (strings: TemplateStringsArray, ...operands: readonly (Sql | Operand)[]): TextSql =>
  assembleText(Precedence.atom, strings, operands);
/** Like {@link sql}, with an explicit precedence: withPrecedence(Precedence.comparison)`…`. */
export const withPrecedence =
  (precedence: number) =>
  (strings: TemplateStringsArray, ...operands: readonly (Sql | Operand)[]): TextSql =>
    assembleText(precedence, strings, operands);

function assembleText(
  precedence: number,
  strings: TemplateStringsArray,
  operands: readonly (Sql | Operand)[],
): TextSql {
  const segments: (string | Operand)[] = [];
  strings.forEach((text, i) => {
    if (text) segments.push(text);
    const value = operands[i];
    if (value) segments.push(isOperand(value) ? value : { sql: value, minPrecedence: Precedence.any });
  });
  return { kind: "text", segments, precedence };
}

const KEYWORD = /^[A-Za-z_][A-Za-z0-9_. ]*$/;
/** A SQL keyword or function name, unquoted. Throws if the text contains anything but words and dots. */
export function keyword(text: string): TextSql {
  if (!KEYWORD.test(text)) throw new TypeError(`"${text}" is not a SQL keyword or name`);
  return { kind: "text", segments: [text], precedence: Precedence.atom };
}

/** Joins expressions with a separator; a comma by default. */
export function commaList(items: readonly Sql[], separator = ", "): TextSql {
  const segments: (string | Operand)[] = [];
  items.forEach((item, i) => {
    if (i > 0) segments.push(separator);
    segments.push({ sql: item, minPrecedence: Precedence.any });
  });
  return { kind: "text", segments, precedence: Precedence.any };
}

/** Calls a function by name. */
export function call(name: string, ...args: readonly Sql[]): TextSql {
  return sql`${keyword(name)}(${commaList(args)})`;
}

/** A left-associative binary operator; chains print without parentheses. */
export function infix(left: Sql, operator: string, right: Sql, precedence: number): TextSql {
  return {
    kind: "text",
    segments: [
      { sql: left, minPrecedence: precedence },
      ` ${operator} `,
      { sql: right, minPrecedence: precedence + 1 },
    ],
    precedence,
  };
}
/** A comparison operator, which is not associative. */
export const compare = (left: Sql, operator: string, right: Sql): TextSql => ({
  kind: "text",
  segments: [
    { sql: left, minPrecedence: Precedence.comparison + 1 },
    ` ${operator} `,
    { sql: right, minPrecedence: Precedence.comparison + 1 },
  ],
  precedence: Precedence.comparison,
});
/** `left AND right`. */
export const and = (left: Sql, right: Sql): TextSql => infix(left, "AND", right, Precedence.and);
/** `left OR right`. */
export const or = (left: Sql, right: Sql): TextSql => infix(left, "OR", right, Precedence.or);
/** `NOT arg`. */
export const not = (arg: Sql): TextSql => ({
  kind: "text",
  segments: ["NOT ", { sql: arg, minPrecedence: Precedence.not }],
  precedence: Precedence.not,
});
/** `arg IS NULL`. */
export const isNull = (arg: Sql): TextSql => ({
  kind: "text",
  segments: [{ sql: arg, minPrecedence: Precedence.otherOperator }, " IS NULL"],
  precedence: Precedence.comparison,
});
/** `arg IS NOT NULL`. */
export const isNotNull = (arg: Sql): TextSql => ({
  kind: "text",
  segments: [{ sql: arg, minPrecedence: Precedence.otherOperator }, " IS NOT NULL"],
  precedence: Precedence.comparison,
});

/** `CASE WHEN … THEN … ELSE … END`. NULL by default if no condition is true. */
export function caseWhen(branches: readonly (readonly [Sql, Sql])[], otherwise?: Sql): TextSql {
  const segments: (string | Operand)[] = ["CASE"];
  for (const [condition, result] of branches)
    segments.push(" WHEN ", { sql: condition, minPrecedence: Precedence.any }, " THEN ", {
      sql: result,
      minPrecedence: Precedence.any,
    });
  if (otherwise) segments.push(" ELSE ", { sql: otherwise, minPrecedence: Precedence.any });
  segments.push(" END");
  return { kind: "text", segments, precedence: Precedence.atom };
}

/** A literal that the dialect prints, or sends as a bind parameter. */
export const literal = (value: LiteralValue, dtype: DType): Sql => ({ kind: "literal", value, dtype });
const INT64: DType = { kind: "int64", nullable: false };
const STRING: DType = { kind: "string", nullable: false };
/** An int64 literal that is part of the SQL text and never bound. */
export const intLiteral = (value: number): Sql => ({ kind: "literal", value, dtype: INT64, fixed: true });
/** A string literal that is part of the SQL text and never bound. */
export const stringLiteral = (value: string): Sql => ({ kind: "literal", value, dtype: STRING, fixed: true });
/** The untyped NULL. */
export const NULL: Sql = sql`NULL`;
/** An identifier, which is quoted when printed. */
export const identifierSql = (identifier: string): NameSql => ({ kind: "name", name: identifier });
