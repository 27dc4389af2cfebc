import { AvocetError } from "@avocet/core";
import { compare, sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { mark } from "../sql/expr.js";
import type { FromItem } from "../sql/query.js";

/** Blocks of a table, or rows by a random number for each; BigQuery cannot pick the same again. */
export function sample(
  from: FromItem,
  fraction: number,
  method: "row" | "block",
  seed: number | null,
): FromItem | { readonly where: Sql } {
  if (seed !== null)
    throw new AvocetError("unsupported-operation", "bigquery cannot pick the same rows again", {
      hint: "Leave out `seed`, or filter by hash() of a key.",
    });
  const share = (value: number): Sql => ({
    kind: "literal",
    value,
    dtype: { kind: "float64", nullable: false },
    fixed: true,
  });
  if (method === "block" && from.item.kind === "table")
    return { ...from, suffix: sql`TABLESAMPLE SYSTEM (${share(fraction * 100)} PERCENT)` };
  return { where: mark.impure(compare(sql`RAND()`, "<", share(fraction))) };
}
