import type { DType, LiteralValue } from "@avocet/core";
import type { NameSql, Operand, Sql, TextSql } from "./expr.js";
import { Precedence } from "./expr.js";

/** An operand that must bind at least as tightly as `least`. */
export const operand = (sql: Sql, least: number): Operand => ({ sql, least });
const isOperand = (part: Sql | Operand): part is Operand => "least" in part;

/**
 * Text of the dialect's own with expressions in it. Only expressions can be put in, so no value can become syntax. The text binds as
 * a call does; use {@link withPrecedence} for text that binds less tightly.
 */
export const sql = (strings: TemplateStringsArray, ...operands: readonly (Sql | Operand)[]): TextSql =>
  assembled(Precedence.atom, strings, operands);
/** As {@link sql}, with its binding strength: at(Level.comparison)`…`. */
export const withPrecedence =
  (level: number) =>
  (strings: TemplateStringsArray, ...operands: readonly (Sql | Operand)[]): TextSql =>
    assembled(level, strings, operands);

function assembled(level: number, strings: TemplateStringsArray, operands: readonly (Sql | Operand)[]): TextSql {
  const parts: (string | Operand)[] = [];
  strings.forEach((text, i) => {
    if (text) parts.push(text);
    const part = operands[i];
    if (part) parts.push(isOperand(part) ? part : { sql: part, least: Precedence.any });
  });
  return { kind: "text", parts, level };
}

const KEYWORD = /^[A-Za-z_][A-Za-z0-9_. ]*$/;
/** A word of SQL as it stands. Refuses anything that is more than words. */
export function keyword(text: string): TextSql {
  if (!KEYWORD.test(text)) throw new TypeError(`not a word of SQL: ${text}`);
  return { kind: "text", parts: [text], level: Precedence.atom };
}

/** Expressions with a separator between them. */
export function commaList(items: readonly Sql[], separator = ", "): TextSql {
  const parts: (string | Operand)[] = [];
  items.forEach((item, i) => {
    if (i > 0) parts.push(separator);
    parts.push({ sql: item, least: Precedence.any });
  });
  return { kind: "text", parts, level: Precedence.any };
}

/** A call of a function by name. */
export function call(name: string, ...args: readonly Sql[]): TextSql {
  return sql`${keyword(name)}(${commaList(args)})`;
}

/** Two operands around an operator that groups to the left; chains print flat. */
export function infix(left: Sql, operator: string, right: Sql, level: number): TextSql {
  return {
    kind: "text",
    parts: [{ sql: left, least: level }, ` ${operator} `, { sql: right, least: level + 1 }],
    level,
  };
}
/** A comparison, which does not chain. */
export const compare = (left: Sql, operator: string, right: Sql): TextSql => ({
  kind: "text",
  parts: [
    { sql: left, least: Precedence.comparison + 1 },
    ` ${operator} `,
    { sql: right, least: Precedence.comparison + 1 },
  ],
  level: Precedence.comparison,
});
/** Both conditions. */
export const and = (left: Sql, right: Sql): TextSql => infix(left, "AND", right, Precedence.and);
/** Either condition. */
export const or = (left: Sql, right: Sql): TextSql => infix(left, "OR", right, Precedence.or);
/** The opposite of a condition. */
export const not = (arg: Sql): TextSql => ({
  kind: "text",
  parts: ["NOT ", { sql: arg, least: Precedence.not }],
  level: Precedence.not,
});
/** Whether it is NULL. */
export const isNull = (arg: Sql): TextSql => ({
  kind: "text",
  parts: [{ sql: arg, least: Precedence.other }, " IS NULL"],
  level: Precedence.comparison,
});
/** Whether it is not NULL. */
export const isNotNull = (arg: Sql): TextSql => ({
  kind: "text",
  parts: [{ sql: arg, least: Precedence.other }, " IS NOT NULL"],
  level: Precedence.comparison,
});

/** A case of conditions; `otherwise` is NULL if left out. */
export function caseWhen(branches: readonly (readonly [Sql, Sql])[], otherwise?: Sql): TextSql {
  const parts: (string | Operand)[] = ["CASE"];
  for (const [condition, result] of branches)
    parts.push(" WHEN ", { sql: condition, least: Precedence.any }, " THEN ", { sql: result, least: Precedence.any });
  if (otherwise) parts.push(" ELSE ", { sql: otherwise, least: Precedence.any });
  parts.push(" END");
  return { kind: "text", parts, level: Precedence.atom };
}

/** A value as the dialect writes literals of a dtype. */
export const literal = (value: LiteralValue, dtype: DType): Sql => ({ kind: "literal", value, dtype });
const whole: DType = { kind: "int64", nullable: false };
const words: DType = { kind: "string", nullable: false };
/** A whole number. */
export const intLiteral = (value: number): Sql => ({ kind: "literal", value, dtype: whole, fixed: true });
/** A string. */
export const stringLiteral = (value: string): Sql => ({ kind: "literal", value, dtype: words, fixed: true });
/** NULL of no type. */
export const NULL: Sql = sql`NULL`;
/** An identifier, quoted when it is printed. */
export const identifierSql = (identifier: string): NameSql => ({ kind: "name", name: identifier });
