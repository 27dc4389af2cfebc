import { AvocetError } from "@avocet/core";
import { compare, sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { mark } from "../sql/expr.js";
import type { FromItem } from "../sql/query.js";

/**
 * Samples blocks of a table, or rows by a random number. Throws for a seed, because BigQuery cannot repeat a sample.
 */
export function sample(
  from: FromItem,
  fraction: number,
  method: "row" | "block",
  seed: number | null,
): FromItem | { readonly where: Sql } {
  if (seed !== null)
    throw new AvocetError("unsupported-operation", "bigquery cannot repeat a sample with a seed", {
      hint: "Omit `seed`, or filter by hash() of a key.",
    });
  const floatLiteral = (value: number): Sql => ({
    kind: "literal",
    value,
    dtype: { kind: "float64", nullable: false },
    fixed: true,
  });
  if (method === "block" && from.item.kind === "table")
    return { ...from, suffix: sql`TABLESAMPLE SYSTEM (${floatLiteral(fraction * 100)} PERCENT)` };
  return { where: mark.impure(compare(sql`RAND()`, "<", floatLiteral(fraction))) };
}
