import { call, caseWhen, compare, identifierSql, infix, intLiteral, isNotNull, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { Precedence } from "../../sql/expr.js";
import { once, query } from "../build.js";

const [REST, STEP] = [identifierSql("rest"), identifierSql("step")];
const INFINITE = sql`float8 'Infinity'`;

/**
 * The exact remainder of floats, which PostgreSQL has none of: the divisor, doubled until it is as large as the dividend, is halved and
 * taken away where it fits, as in a division by hand. No step of it rounds.
 */
export function remainder(left: Sql, right: Sql): Sql {
  return once({ left, right }, ({ left: l, right: r }) => {
    const [dividend, divisor] = [call("ABS", l), call("ABS", r)];
    const times = call(
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
      sql`float8 '2' ^ ${call("GREATEST", infix(times, "+", intLiteral(1), Precedence.add), intLiteral(0))}`,
      Precedence.multiply,
    );
    const fits = compare(REST, ">=", STEP);
    const next = sql`CASE WHEN ${fits} THEN ${REST} - ${STEP} ELSE ${REST} END`;
    const steps = sql`WITH RECURSIVE ${identifierSql("division")}(${REST}, ${STEP}) AS (SELECT ${dividend}, ${first} UNION ALL SELECT ${next}, ${STEP} / 2 FROM ${identifierSql("division")} WHERE ${STEP} >= ${divisor})`;
    const rest = query(sql`${steps} SELECT MIN(${REST}) FROM ${identifierSql("division")}`);
    return caseWhen([
      [sql`${compare(r, "=", intLiteral(0))}`, sql`NULL`],
      [sql`${compare(dividend, "<", divisor)} AND ${compare(divisor, "<=", INFINITE)}`, l],
      [sql`${compare(dividend, ">=", INFINITE)} OR ${compare(divisor, ">", INFINITE)}`, sql`float8 'NaN'`],
      [isNotNull(infix(l, "+", r, Precedence.add)), infix(call("SIGN", l), "*", rest, Precedence.multiply)],
    ]);
  });
}
