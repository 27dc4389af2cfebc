import { ir } from "@avocet/core";

/** Beyond this many nodes, counted once for each use, values that share parts are computed in steps. */
const LARGEST = 400;
const SMALLEST_PART = 24;

/**
 * A relation whose values, written out as SQL, would repeat shared parts too often: the shared parts become columns of selections
 * below, so that the text is no longer than the graph. Gives back the relation itself where there is nothing to gain.
 */
export function extractCommonSubexpressions(relation: ir.Relation): ir.Relation {
  if (relation.type !== "selection") return relation;
  const values = [...relation.values.values()];
  if (!tooLarge(values)) return relation;
  return layered(relation.parent, relation.values);
}

/** Counts every use of a part, up to the limit. */
function tooLarge(values: readonly ir.Value[]): boolean {
  const sizes = new Map<ir.ValueNode, number>();
  let total = 0;
  let shared = false;
  for (const node of ir.postorder(values)) {
    let size = 1;
    for (const child of ir.childrenOf(node)) size += sizes.get(child) ?? 1;
    if (size > SMALLEST_PART && sizes.has(node)) shared = true;
    sizes.set(node, Math.min(size, 1e9));
  }
  for (const value of values) total += sizes.get(value) ?? 1;
  return total > LARGEST && (shared || total > 2 * sizes.size);
}

function layered(parent: ir.Relation, outputs: ir.Entries): ir.Relation {
  const order = ir.postorder([...outputs.values()]);
  const uses = new Map<ir.ValueNode, number>();
  for (const node of order) for (const child of ir.childrenOf(node)) uses.set(child, (uses.get(child) ?? 0) + 1);
  for (const value of outputs.values()) uses.set(value, (uses.get(value) ?? 0) + 1);
  const cuts = new Map<ir.ValueNode, { readonly name: string; readonly layer: number }>();
  const sizes = new Map<ir.ValueNode, number>();
  const layers = new Map<ir.ValueNode, number>();
  const free = ir.freeArguments([...outputs.values()]);
  for (const node of order) {
    let size = 1;
    let layer = 0;
    for (const child of ir.childrenOf(node)) {
      const cut = cuts.get(child);
      size += cut ? 1 : (sizes.get(child) ?? 1);
      layer = Math.max(layer, cut ? cut.layer + 1 : (layers.get(child) ?? 0));
    }
    sizes.set(node, size);
    layers.set(node, layer);
    if (size > SMALLEST_PART && (uses.get(node) ?? 0) > 1 && cuttable(node) && !free.get(node)?.size)
      cuts.set(node, { name: freeName(parent, cuts.size), layer });
  }
  if (cuts.size === 0) return ir.selection(parent, outputs);
  return build(parent, outputs, order, cuts);
}

const cuttable = (node: ir.ValueNode): boolean =>
  (node.type === "op" || node.type === "window") && !ir.hasTrait(node, ir.NodeFlag.reduction | ir.NodeFlag.analytic);
function freeName(parent: ir.Relation, n: number): string {
  let name = `part_${n + 1}`;
  while (parent.schema.has(name)) name = `_${name}`;
  return name;
}

/** One selection for each layer of parts: the columns still needed, and the layer's parts. */
function build(
  parent: ir.Relation,
  outputs: ir.Entries,
  order: readonly ir.ValueNode[],
  cuts: ReadonlyMap<ir.ValueNode, { readonly name: string; readonly layer: number }>,
): ir.Relation {
  const needed = new Set<string>();
  for (const node of order) if (node.type === "field" && node.relation === parent) needed.add(node.name);
  const depth = Math.max(...[...cuts.values()].map((c) => c.layer));
  let below = parent;
  let kept: readonly string[] = [...needed];
  const moved = (value: ir.Value, layer: number): ir.Value => {
    const here = below;
    return ir.rewrite(value, (n) => (n.type === "field" && n.relation === parent ? ir.field(here, n.name) : n), {
      enter: (n) => {
        const cut = cuts.get(n);
        return cut && cut.layer < layer ? ir.field(here, cut.name) : undefined;
      },
    });
  };
  for (let layer = 0; layer <= depth; layer++) {
    const entries = new Map<string, ir.Value>(kept.map((name) => [name, ir.field(below, name)]));
    for (const [node, cut] of cuts)
      if (cut.layer === layer && node.type !== "sortKey" && node.type !== "lambda")
        entries.set(cut.name, moved(node, layer));
    below = ir.selection(below, entries);
    kept = [...kept, ...[...cuts.values()].filter((c) => c.layer === layer).map((c) => c.name)];
    kept = kept.filter((name) => needed.has(name) || usedLater(name, layer, cuts, outputs));
  }
  const last = new Map<string, ir.Value>();
  for (const [name, value] of outputs) last.set(name, moved(value, depth + 1));
  return ir.selection(below, last);
}

/** Whether a part is read by a later layer or by an output. */
function usedLater(
  name: string,
  layer: number,
  cuts: ReadonlyMap<ir.ValueNode, { readonly name: string; readonly layer: number }>,
  outputs: ir.Entries,
): boolean {
  const reads = (root: ir.Value): boolean => {
    const stack: ir.ValueNode[] = [...ir.childrenOf(root)];
    const seen = new Set<ir.ValueNode>();
    if (cuts.get(root)?.name === name) return true;
    for (let node = stack.pop(); node; node = stack.pop()) {
      if (seen.has(node)) continue;
      seen.add(node);
      const cut = cuts.get(node);
      if (cut?.name === name) return true;
      if (!cut) stack.push(...ir.childrenOf(node));
    }
    return false;
  };
  for (const [node, cut] of cuts)
    if (cut.layer > layer && node.type !== "sortKey" && node.type !== "lambda" && cut.name !== name) {
      const children = ir.childrenOf(node).filter((c) => c.type !== "sortKey" && c.type !== "lambda");
      if (children.some(reads)) return true;
    }
  return [...outputs.values()].some(reads);
}
