import { call, compare, infix, intLiteral, keyword, sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { mark } from "../sql/expr.js";
import * as Precedence from "../sql/precedence.js";
import type { FromItem } from "../sql/query.js";
import { castAs } from "./build.js";

/**
 * Samples rows. TABLESAMPLE works on tables only; rows of views and queries are filtered by a random number, or with a
 * seed by the hash of their values.
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
    const percent = sql`(${floatLiteral(fraction * 100)})`;
    const repeat = seed === null ? sql`` : sql` REPEATABLE (${intLiteral(seed)})`;
    return {
      ...from,
      suffix: sql`TABLESAMPLE ${keyword(method === "row" ? "BERNOULLI" : "SYSTEM")} ${percent}${repeat}`,
    };
  }
  if (seed === null) return { where: compare(mark.impure(call("RANDOM")), "<", floatLiteral(fraction)) };
  const hash = call("HASHTEXTEXTENDED", castAs(call("ROW", ...columns), "text"), intLiteral(seed));
  const hashFraction = infix(
    sql`(${hash} & 9007199254740991)`,
    "/",
    sql`float8 '9007199254740992'`,
    Precedence.multiply,
  );
  return { where: compare(hashFraction, "<", floatLiteral(fraction)) };
}

const floatLiteral = (value: number): Sql => ({
  kind: "literal",
  value,
  dtype: { kind: "float64", nullable: false },
  fixed: true,
});
