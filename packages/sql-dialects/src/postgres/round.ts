import { call, caseWhen, compare, infix, intLiteral, sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { Precedence } from "../sql/expr.js";
import { once } from "./build.js";

/** A float without what is after its point: one more away from zero from a half on. PostgreSQL rounds halves of floats to even numbers. */
export const rounded = (value: Sql): Sql =>
  once({ value }, ({ value: x }) => {
    const cut = call("TRUNC", x);
    const up = compare(call("ABS", infix(x, "-", cut, Precedence.add)), ">=", sql`0.5`);
    return infix(cut, "+", caseWhen([[up, call("SIGN", x)]], intLiteral(0)), Precedence.add);
  });
