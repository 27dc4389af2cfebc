import { printDType } from "../dtype/print.js";
import type { Relation } from "../ir/relation.js";
import { parentsOf, valuesOf } from "../ir/relation.js";
import type { ValueNode } from "../ir/walk.js";
import { childrenOf } from "../ir/walk.js";
import { printLiteral } from "./value.js";

type Node = Relation | ValueNode;

/** The graph in Graphviz's DOT language, drawn from the bottom up: one box for each node, dtypes on values, columns on relations. */
export function graphDot(root: Node): string {
  const seen = new Map<Node, string>();
  const boxes: string[] = [];
  const edges: string[] = [];
  const queue: Node[] = [root];
  const nameOf = (node: Node): string => {
    let name = seen.get(node);
    if (name === undefined) {
      name = `n${seen.size}`;
      seen.set(node, name);
      queue.push(node);
    }
    return name;
  };
  seen.set(root, "n0");
  for (const node of queue) {
    boxes.push(`  ${nameOf(node)} [label=<${labelOf(node)}>];`);
    for (const child of belowOf(node)) edges.push(`  ${nameOf(child)} -> ${nameOf(node)};`);
  }
  return [
    "digraph expression {",
    "  rankdir=BT;",
    '  node [shape=box, fontname="monospace", fontsize=10];',
    ...boxes,
    ...edges,
    "}",
  ].join("\n");
}

const isRelation = (node: Node): node is Relation => "schema" in node;

function belowOf(node: Node): readonly Node[] {
  if (isRelation(node)) return [...parentsOf(node), ...valuesOf(node)];
  if (node.type === "field") return [node.relation];
  if (node.type === "subquery") return [...childrenOf(node), node.relation];
  return childrenOf(node);
}

function labelOf(node: Node): string {
  if (isRelation(node)) {
    const heading = "name" in node ? `<i>${html(node.name)}</i>: <b>${title(node)}</b>` : `<b>${title(node)}</b>`;
    const keeps = parentsOf(node).some((parent) => parent.schema === node.schema);
    const columns = keeps ? ["…"] : [...node.schema].map(([name, dtype]) => html(`${name}: ${printDType(dtype)}`));
    return [heading, ...columns.map((c) => `<i>${c}</i>`)].join('<br align="left"/>');
  }
  if (node.type === "sortKey") return `<b>SortKey</b> ${node.descending ? "desc" : "asc"}`;
  if (node.type === "lambda") return "<b>Lambda</b>";
  return `${valueName(node)}<br/>:: ${html(printDType(node.dtype))}`;
}

function valueName(node: Exclude<ValueNode, { type: "sortKey" | "lambda" }>): string {
  switch (node.type) {
    case "field":
    case "param":
    case "argument":
      return `<i>${html(node.name)}</i>: <b>${title(node)}</b>`;
    case "literal":
      return `<i>${html(printLiteral(node.value, node.dtype).slice(0, 80))}</i>: <b>Literal</b>`;
    case "op":
      return `<b>${node.op}</b>`;
    default:
      return `<b>${title(node)}</b>`;
  }
}

function title(node: Exclude<Node, { type: "sortKey" | "lambda" }>): string {
  const word = node.type === "join" ? `${node.how}Join` : node.type === "setOperation" ? node.how : node.type;
  return word.charAt(0).toUpperCase() + word.slice(1);
}

const html = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\n", "\\n");
