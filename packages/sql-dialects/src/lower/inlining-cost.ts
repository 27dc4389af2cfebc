import type { Source, Sql } from "../sql/expr.js";
import { isScope } from "../sql/expr.js";
import type { SelectDraft } from "./select-draft.js";
import { isSimpleScan } from "./select-draft.js";

/** What a query in an expression counts, beside its parts. */
const OF_QUERY = 50;
/** Beyond this a query is worked out by itself. */
const MOST = 100;

/**
 * How large the columns of queries are for an engine that writes them out wherever they are read: what reads a column twice, and is read
 * twice itself, would be worked out without end.
 */
export class Weights {
  private readonly ofSources = new WeakMap<Source, ReadonlyMap<string, number>>();

  /** Whether a query must be kept apart from what reads it as `source`. */
  isHeavy(block: SelectDraft, source: Source): boolean {
    if (!isSimpleScan(block)) return false;
    const weights = new Map<string, number>();
    for (const [name, sql] of block.columns) weights.set(name, this.of(sql));
    const heavy = [...weights.values()].some((weight) => weight > MOST);
    if (!heavy) this.ofSources.set(source, weights);
    return heavy;
  }
  private of(root: Sql): number {
    let weight = 0;
    const stack: Sql[] = [root];
    for (let node = stack.pop(); node && weight <= MOST; node = stack.pop()) {
      if (node.kind === "column") weight += this.ofSources.get(node.source)?.get(node.name) ?? 1;
      else weight += isScope(node) || node.kind === "query" ? OF_QUERY : 1;
      if (node.kind === "text") for (const part of node.parts) if (typeof part !== "string") stack.push(part.sql);
    }
    return weight;
  }
}
