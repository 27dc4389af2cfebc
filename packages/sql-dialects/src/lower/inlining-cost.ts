import type { Source, Sql } from "../sql/expr.js";
import { isScope } from "../sql/expr.js";
import type { SelectDraft } from "./select-draft.js";
import { isSimpleScan } from "./select-draft.js";

/** The cost of a subquery in an expression, in addition to its parts. */
const QUERY_COST = 50;
/** A query with a costlier column gets an optimization fence. */
const MAX_COST = 100;

/**
 * Estimates expanded query size: engines that inline CTEs grow exponentially when a column is referenced twice at each
 * level.
 */
export class InliningCosts {
  private readonly costsBySource = new WeakMap<Source, ReadonlyMap<string, number>>();

  /** True if a query must not be inlined where it is read as `source`; else records the costs of its columns. */
  isTooCostly(draft: SelectDraft, source: Source): boolean {
    if (!isSimpleScan(draft)) return false;
    const costs = new Map<string, number>();
    for (const [name, sql] of draft.columns) costs.set(name, this.costOf(sql));
    const tooCostly = [...costs.values()].some((weight) => weight > MAX_COST);
    if (!tooCostly) this.costsBySource.set(source, costs);
    return tooCostly;
  }
  private costOf(root: Sql): number {
    let cost = 0;
    const stack: Sql[] = [root];
    for (let node = stack.pop(); node && cost <= MAX_COST; node = stack.pop()) {
      if (node.kind === "column") cost += this.costsBySource.get(node.source)?.get(node.name) ?? 1;
      else cost += isScope(node) || node.kind === "query" ? QUERY_COST : 1;
      if (node.kind === "text")
        for (const segment of node.segments) if (typeof segment !== "string") stack.push(segment.sql);
    }
    return cost;
  }
}
