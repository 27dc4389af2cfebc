import * as ir from "@avocet/core/ir";
import { unusedName } from "./name-allocator.js";

/** Values with more nodes than this, counted once per use, are computed in several steps. */
const MAX_NODES = 400;
/** Subexpressions of at most this many nodes are repeated rather than extracted. */
const MIN_SUBEXPRESSION_NODES = 24;

/**
 * Computes shared subexpressions of a large selection once, as columns of selections below it. Without this, the SQL
 * text could grow exponentially in the size of the graph. Returns the relation itself if there is nothing to extract.
 */
export function extractCommonSubexpressions(relation: ir.Relation): ir.Relation {
  if (relation.type !== "selection") return relation;
  const values = [...relation.values.values()];
  if (!isTooLarge(values)) return relation;
  return extractLayers(relation.parent, relation.values);
}

/** True if the values have too many nodes, counting each use, and share subexpressions. */
function isTooLarge(values: readonly ir.Value[]): boolean {
  const sizes = new Map<ir.ValueNode, number>();
  let total = 0;
  let shared = false;
  for (const node of ir.postorder(values)) {
    let size = 1;
    for (const child of ir.childrenOf(node)) size += sizes.get(child) ?? 1;
    if (size > MIN_SUBEXPRESSION_NODES && sizes.has(node)) shared = true;
    sizes.set(node, Math.min(size, 1e9));
  }
  for (const value of values) total += sizes.get(value) ?? 1;
  return total > MAX_NODES && (shared || total > 2 * sizes.size);
}

/** Chooses the subexpressions to extract and the layer of each: those that it contains are in earlier layers. */
function extractLayers(parent: ir.Relation, outputs: ir.NamedValues): ir.Relation {
  const nodes = ir.postorder([...outputs.values()]);
  const uses = new Map<ir.ValueNode, number>();
  for (const node of nodes) for (const child of ir.childrenOf(node)) uses.set(child, (uses.get(child) ?? 0) + 1);
  for (const value of outputs.values()) uses.set(value, (uses.get(value) ?? 0) + 1);
  const extracted = new Map<ir.ValueNode, { readonly name: string; readonly layer: number }>();
  const sizes = new Map<ir.ValueNode, number>();
  const layers = new Map<ir.ValueNode, number>();
  const freeArguments = ir.freeArguments([...outputs.values()]);
  for (const node of nodes) {
    let size = 1;
    let layer = 0;
    for (const child of ir.childrenOf(node)) {
      const extraction = extracted.get(child);
      size += extraction ? 1 : (sizes.get(child) ?? 1);
      layer = Math.max(layer, extraction ? extraction.layer + 1 : (layers.get(child) ?? 0));
    }
    sizes.set(node, size);
    layers.set(node, layer);
    if (
      size > MIN_SUBEXPRESSION_NODES &&
      (uses.get(node) ?? 0) > 1 &&
      isExtractable(node) &&
      !freeArguments.get(node)?.size
    )
      extracted.set(node, { name: unusedColumnName(parent, extracted.size), layer });
  }
  if (extracted.size === 0) return ir.selection(parent, outputs);
  return buildLayers(parent, outputs, nodes, extracted);
}

const isExtractable = (node: ir.ValueNode): boolean =>
  (node.type === "op" || node.type === "window") && !ir.hasFlag(node, ir.NodeFlag.aggregate | ir.NodeFlag.analytic);
function unusedColumnName(parent: ir.Relation, count: number): string {
  const name = unusedName(parent.schema, `part_${count + 1}`);
  return name;
}

/** Builds one selection per layer: the columns that are still needed, and the extracted subexpressions of the layer. */
function buildLayers(
  parent: ir.Relation,
  outputs: ir.NamedValues,
  nodes: readonly ir.ValueNode[],
  extracted: ReadonlyMap<ir.ValueNode, { readonly name: string; readonly layer: number }>,
): ir.Relation {
  const needed = new Set<string>();
  for (const node of nodes) if (node.type === "field" && node.relation === parent) needed.add(node.name);
  const depth = Math.max(...[...extracted.values()].map((c) => c.layer));
  let input = parent;
  let passedThrough: readonly string[] = [...needed];
  const rebase = (value: ir.Value, layer: number): ir.Value => {
    const layerInput = input;
    return ir.rewrite(value, (n) => (n.type === "field" && n.relation === parent ? ir.field(layerInput, n.name) : n), {
      enter: (n) => {
        const extraction = extracted.get(n);
        return extraction && extraction.layer < layer ? ir.field(layerInput, extraction.name) : undefined;
      },
    });
  };
  for (let layer = 0; layer <= depth; layer++) {
    const entries = new Map<string, ir.Value>(passedThrough.map((name) => [name, ir.field(input, name)]));
    for (const [node, extraction] of extracted)
      if (extraction.layer === layer && node.type !== "sortKey" && node.type !== "lambda")
        entries.set(extraction.name, rebase(node, layer));
    input = ir.selection(input, entries);
    passedThrough = [...passedThrough, ...[...extracted.values()].filter((c) => c.layer === layer).map((c) => c.name)];
    passedThrough = passedThrough.filter((name) => needed.has(name) || isUsedLater(name, layer, extracted, outputs));
  }
  const outputValues = new Map<string, ir.Value>();
  for (const [name, value] of outputs) outputValues.set(name, rebase(value, depth + 1));
  return ir.selection(input, outputValues);
}

/** True if an extracted subexpression is read by a later layer or by an output. */
function isUsedLater(
  name: string,
  layer: number,
  extracted: ReadonlyMap<ir.ValueNode, { readonly name: string; readonly layer: number }>,
  outputs: ir.NamedValues,
): boolean {
  const readsName = (root: ir.Value): boolean => {
    const stack: ir.ValueNode[] = [...ir.childrenOf(root)];
    const seen = new Set<ir.ValueNode>();
    if (extracted.get(root)?.name === name) return true;
    for (let node = stack.pop(); node; node = stack.pop()) {
      if (seen.has(node)) continue;
      seen.add(node);
      const extraction = extracted.get(node);
      if (extraction?.name === name) return true;
      if (!extraction) stack.push(...ir.childrenOf(node));
    }
    return false;
  };
  for (const [node, extraction] of extracted)
    if (extraction.layer > layer && node.type !== "sortKey" && node.type !== "lambda" && extraction.name !== name) {
      const children = ir.childrenOf(node).filter((c) => c.type !== "sortKey" && c.type !== "lambda");
      if (children.some(readsName)) return true;
    }
  return [...outputs.values()].some(readsName);
}
