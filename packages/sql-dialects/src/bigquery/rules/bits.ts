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
import * as Precedence from "../../sql/precedence.js";
import { cast, raiseError } from "../cast.js";
import { elementRows, evaluateOnce, evaluateOnceIfCostly, ifElse } from "../scope.js";
import { toInt64 } from "./operands.js";

type BinaryArgs = { readonly left: Sql; readonly right: Sql };
/** Bitwise operators differ in precedence, so nested ones are parenthesized. */
const bitwise =
  (operator: "&" | "|" | "^" | "<<" | ">>") =>
  ({ left, right }: BinaryArgs, context: Pick<RuleContext, "dtype">): Sql =>
    bitOperation(toInt64(left, "left", context), operator, toInt64(right, "right", context));
const bitOperation = (left: Sql, operator: string, right: Sql): Sql => ({
  kind: "text",
  segments: [
    { sql: left, minPrecedence: Precedence.add },
    ` ${operator} `,
    { sql: right, minPrecedence: Precedence.add },
  ],
  precedence: Precedence.otherOperator,
});
const bitwiseNot = (value: Sql): Sql => withPrecedence(Precedence.sign)`~${operand(value, Precedence.power)}`;

const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";
const NUMERIC_TYPE: DType = decimal(29, 0);
/** The digits of a non-negative number in a base, most significant first. */
function digitsOf(value: Sql, base: number): Sql {
  const powers: Sql[] = [];
  for (let power = 1n; power <= 2n ** 64n; power *= BigInt(base))
    powers.push({ kind: "literal", value: String(power), dtype: NUMERIC_TYPE, fixed: true });
  return evaluateOnce({ number: cast(value, NUMERIC_TYPE) }, (a) => {
    const rows = elementRows(sql`[${commaList(powers)}]`, NUMERIC_TYPE, [a.number], "power");
    const digit = sql`CAST(MOD(DIV(${a.number}, ${rows.element}), ${intLiteral(base)}) AS INT64) + 1`;
    const digits = sql`STRING_AGG(SUBSTR(${stringLiteral(DIGITS)}, ${digit}, 1), '' ORDER BY ${rows.element} DESC)`;
    const isSignificant = or(compare(rows.element, "<=", a.number), compare(rows.element, "=", intLiteral(1)));
    return sql`(${rows.query(sql`SELECT ${digits} FROM ${rows.fromWithoutOffset} WHERE ${isSignificant}`)})`;
  });
}
function toBase(value: Sql, base: number, dtype: DType): Sql {
  if (base === 10) return sql`CAST(${value} AS STRING)`;
  const format = dtype.kind === "uint64" ? undefined : { 8: "%o", 16: "%x" }[base];
  if (format) return call("FORMAT", stringLiteral(format), value);
  return evaluateOnceIfCostly({ value }, ({ value: n }) =>
    caseWhen(
      [
        [isNull(n), NULL],
        [
          compare(n, "<", intLiteral(0)),
          call("CONCAT", stringLiteral("-"), digitsOf(call("ABS", cast(n, NUMERIC_TYPE)), base)),
        ],
      ],
      digitsOf(n, base),
    ),
  );
}

export const bitRules = {
  BitwiseAnd: bitwise("&"),
  BitwiseOr: bitwise("|"),
  BitwiseXor: bitwise("^"),
  BitwiseNot: ({ arg }, context) => bitwiseNot(toInt64(arg, "arg", context)),
  // BigQuery's << drops the bits that are shifted out; a multiplication raises an overflow error.
  ShiftLeft: ({ left, right }, context) => {
    const [value, by] = [toInt64(left, "left", context), toInt64(right, "right", context)];
    const multiplyByPower = (x: Sql, n: Sql): Sql =>
      infix(x, "*", sql`(${bitOperation(intLiteral(1), "<<", n)})`, Precedence.multiply);
    if (by.kind === "literal" && Number(by.value) < 63) return multiplyByPower(value, by);
    return evaluateOnceIfCostly({ value, by }, ({ value: x, by: n }) =>
      ifElse(
        compare(n, ">", intLiteral(62)),
        ifElse(compare(x, "<>", intLiteral(0)), raiseError("bits are moved out"), x),
        multiplyByPower(x, n),
      ),
    );
  },
  // BigQuery's >> shifts in zeros, also for negative numbers.
  ShiftRight: ({ left, right }, context) =>
    evaluateOnceIfCostly({ left: toInt64(left, "left", context), right: toInt64(right, "right", context) }, (a) =>
      ifElse(
        compare(a.left, "<", intLiteral(0)),
        bitwiseNot(bitOperation(bitwiseNot(a.left), ">>", a.right)),
        bitOperation(a.left, ">>", a.right),
      ),
    ),
  ConvertBase: ({ arg, base = 10 }, { dtype }) => toBase(arg, base, dtype("arg")),
} satisfies Partial<Rules>;
