import { call, compare, infix, intLiteral, keyword, sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { mark, Precedence } from "../sql/expr.js";
import type { FromItem } from "../sql/query.js";
import { castAs } from "./build.js";

/**
 * Some of the rows. PostgreSQL samples tables only, no views or queries: there each row is asked a random number, or, where the same rows
 * are wanted each time, the hash of its values.
 */
export function sample(
  from: FromItem,
  fraction: number,
  method: "row" | "block",
  seed: number | null,
  columns: readonly Sql[],
): FromItem | { readonly where: Sql } {
  const table = from.item.kind === "table";
  if (table && (method === "block" || seed !== null)) {
    const percent = sql`(${number(fraction * 100)})`;
    const repeat = seed === null ? sql`` : sql` REPEATABLE (${intLiteral(seed)})`;
    return {
      ...from,
      suffix: sql`TABLESAMPLE ${keyword(method === "row" ? "BERNOULLI" : "SYSTEM")} ${percent}${repeat}`,
    };
  }
  if (seed === null) return { where: compare(mark.impure(call("RANDOM")), "<", number(fraction)) };
  const hash = call("HASHTEXTEXTENDED", castAs(call("ROW", ...columns), "text"), intLiteral(seed));
  const share = infix(sql`(${hash} & 9007199254740991)`, "/", sql`float8 '9007199254740992'`, Precedence.multiply);
  return { where: compare(share, "<", number(fraction)) };
}

const number = (value: number): Sql => ({
  kind: "literal",
  value,
  dtype: { kind: "float64", nullable: false },
  fixed: true,
});
