import { call, cases, compare, infix, int, sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { Level } from "../sql/expr.js";
import { once } from "./build.js";

/** A float without what is after its point: one more away from zero from a half on. PostgreSQL rounds halves of floats to even numbers. */
export const rounded = (value: Sql): Sql =>
  once({ value }, ({ value: x }) => {
    const cut = call("TRUNC", x);
    const up = compare(call("ABS", infix(x, "-", cut, Level.add)), ">=", sql`0.5`);
    return infix(cut, "+", cases([[up, call("SIGN", x)]], int(0)), Level.add);
  });
