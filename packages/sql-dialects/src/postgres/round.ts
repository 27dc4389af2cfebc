import { call, caseWhen, compare, infix, intLiteral, sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import * as Precedence from "../sql/precedence.js";
import { evaluateOnce } from "./build.js";

/** Rounds a float to an integer, half away from zero. PostgreSQL's ROUND of floats rounds half to even. */
export const roundHalfAwayFromZero = (value: Sql): Sql =>
  evaluateOnce({ value }, ({ value: x }) => {
    const truncated = call("TRUNC", x);
    const roundsUp = compare(call("ABS", infix(x, "-", truncated, Precedence.add)), ">=", sql`0.5`);
    return infix(truncated, "+", caseWhen([[roundsUp, call("SIGN", x)]], intLiteral(0)), Precedence.add);
  });
