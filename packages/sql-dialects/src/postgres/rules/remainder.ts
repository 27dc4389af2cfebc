import { call, caseWhen, compare, identifierSql, infix, intLiteral, isNotNull, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import * as Precedence from "../../sql/precedence.js";
import { evaluateOnce, subquery } from "../build.js";

const [REMAINDER, STEP] = [identifierSql("rest"), identifierSql("step")];
const INFINITE = sql`float8 'Infinity'`;

/**
 * The exact remainder of floats, which PostgreSQL lacks. Binary long division: the divisor is doubled until it reaches
 * the dividend, then halved again and subtracted where it fits. No step rounds.
 */
export function remainder(left: Sql, right: Sql): Sql {
  return evaluateOnce({ left, right }, ({ left: l, right: r }) => {
    const [dividend, divisor] = [call("ABS", l), call("ABS", r)];
    const doublings = call(
      "FLOOR",
      infix(
        infix(call("LN", dividend), "-", call("LN", divisor), Precedence.add),
        "/",
        sql`LN(float8 '2')`,
        Precedence.multiply,
      ),
    );
    const first = infix(
      divisor,
      "*",
      sql`float8 '2' ^ ${call("GREATEST", infix(doublings, "+", intLiteral(1), Precedence.add), intLiteral(0))}`,
      Precedence.multiply,
    );
    const fits = compare(REMAINDER, ">=", STEP);
    const next = sql`CASE WHEN ${fits} THEN ${REMAINDER} - ${STEP} ELSE ${REMAINDER} END`;
    const steps = sql`WITH RECURSIVE ${identifierSql("division")}(${REMAINDER}, ${STEP}) AS (SELECT ${dividend}, ${first} UNION ALL SELECT ${next}, ${STEP} / 2 FROM ${identifierSql("division")} WHERE ${STEP} >= ${divisor})`;
    const magnitude = subquery(sql`${steps} SELECT MIN(${REMAINDER}) FROM ${identifierSql("division")}`);
    return caseWhen([
      [sql`${compare(r, "=", intLiteral(0))}`, sql`NULL`],
      [sql`${compare(dividend, "<", divisor)} AND ${compare(divisor, "<=", INFINITE)}`, l],
      [sql`${compare(dividend, ">=", INFINITE)} OR ${compare(divisor, ">", INFINITE)}`, sql`float8 'NaN'`],
      [isNotNull(infix(l, "+", r, Precedence.add)), infix(call("SIGN", l), "*", magnitude, Precedence.multiply)],
    ]);
  });
}
