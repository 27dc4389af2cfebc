import type { DType } from "@avocet/core";
import { decimal } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import {
  call,
  caseWhen,
  commaList,
  compare,
  infix,
  intLiteral,
  isNull,
  NULL,
  operand,
  or,
  sql,
  stringLiteral,
  withPrecedence,
} from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { Precedence } from "../../sql/expr.js";
import { cast, failed } from "../convert.js";
import { either, elementsOf, once, onceIfLong } from "../scope.js";
import { whole } from "./operands.js";

type Two = { readonly left: Sql; readonly right: Sql };
/** The operators of bits differ in how tightly they bind, so each stands in parentheses beside another. */
const bits =
  (sign: "&" | "|" | "^" | "<<" | ">>") =>
  ({ left, right }: Two, context: Pick<RuleContext, "dtype">): Sql =>
    signed(whole(left, "left", context), sign, whole(right, "right", context));
const signed = (left: Sql, sign: string, right: Sql): Sql => ({
  kind: "text",
  parts: [{ sql: left, least: Precedence.add }, ` ${sign} `, { sql: right, least: Precedence.add }],
  level: Precedence.other,
});
const flipped = (value: Sql): Sql => withPrecedence(Precedence.sign)`~${operand(value, Precedence.power)}`;

const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";
const number: DType = decimal(29, 0);
/** The digits of a number that is not negative, from the highest power of the base on. */
function digitsOf(value: Sql, base: number): Sql {
  const powers: Sql[] = [];
  for (let power = 1n; power <= 2n ** 64n; power *= BigInt(base))
    powers.push({ kind: "literal", value: String(power), dtype: number, fixed: true });
  return once({ number: cast(value, number) }, (a) => {
    const rows = elementsOf(sql`[${commaList(powers)}]`, number, [a.number], "power");
    const digit = sql`CAST(MOD(DIV(${a.number}, ${rows.element}), ${intLiteral(base)}) AS INT64) + 1`;
    const picked = sql`STRING_AGG(SUBSTR(${stringLiteral(DIGITS)}, ${digit}, 1), '' ORDER BY ${rows.element} DESC)`;
    const within = or(compare(rows.element, "<=", a.number), compare(rows.element, "=", intLiteral(1)));
    return sql`(${rows.query(sql`SELECT ${picked} FROM ${rows.only} WHERE ${within}`)})`;
  });
}
function toBase(value: Sql, base: number, dtype: DType): Sql {
  if (base === 10) return sql`CAST(${value} AS STRING)`;
  const signs = dtype.kind === "uint64" ? undefined : { 8: "%o", 16: "%x" }[base];
  if (signs) return call("FORMAT", stringLiteral(signs), value);
  return onceIfLong({ value }, ({ value: n }) =>
    caseWhen(
      [
        [isNull(n), NULL],
        [
          compare(n, "<", intLiteral(0)),
          call("CONCAT", stringLiteral("-"), digitsOf(call("ABS", cast(n, number)), base)),
        ],
      ],
      digitsOf(n, base),
    ),
  );
}

export const bitRules = {
  BitwiseAnd: bits("&"),
  BitwiseOr: bits("|"),
  BitwiseXor: bits("^"),
  BitwiseNot: ({ arg }, context) => flipped(whole(arg, "arg", context)),
  // BigQuery's << drops the bits that are moved out; a product is an error there.
  ShiftLeft: ({ left, right }, context) => {
    const [value, by] = [whole(left, "left", context), whole(right, "right", context)];
    const times = (x: Sql, n: Sql): Sql => infix(x, "*", sql`(${signed(intLiteral(1), "<<", n)})`, Precedence.multiply);
    if (by.kind === "literal" && Number(by.value) < 63) return times(value, by);
    return onceIfLong({ value, by }, ({ value: x, by: n }) =>
      either(
        compare(n, ">", intLiteral(62)),
        either(compare(x, "<>", intLiteral(0)), failed("bits are moved out"), x),
        times(x, n),
      ),
    );
  },
  // BigQuery's >> fills up with zeros.
  ShiftRight: ({ left, right }, context) =>
    onceIfLong({ left: whole(left, "left", context), right: whole(right, "right", context) }, (a) =>
      either(
        compare(a.left, "<", intLiteral(0)),
        flipped(signed(flipped(a.left), ">>", a.right)),
        signed(a.left, ">>", a.right),
      ),
    ),
  ConvertBase: ({ arg, base = 10 }, { dtype }) => toBase(arg, base, dtype("arg")),
} satisfies Partial<Rules>;
