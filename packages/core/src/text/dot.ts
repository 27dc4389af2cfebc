import { printDType } from "../dtype/print.js";
import type { Relation } from "../ir/relation.js";
import { parentsOf, valuesOf } from "../ir/relation.js";
import type { ValueNode } from "../ir/walk.js";
import { childrenOf } from "../ir/walk.js";
import { printLiteral } from "./value.js";

type Node = Relation | ValueNode;

/** Renders the graph in Graphviz's DOT language, bottom to top, with dtypes on values and columns on relations. */
export function graphDot(root: Node): string {
  const nodeIds = new Map<Node, string>();
  const nodeLines: string[] = [];
  const edgeLines: string[] = [];
  const queue: Node[] = [root];
  const idOf = (node: Node): string => {
    let name = nodeIds.get(node);
    if (name === undefined) {
      name = `n${nodeIds.size}`;
      nodeIds.set(node, name);
      queue.push(node);
    }
    return name;
  };
  nodeIds.set(root, "n0");
  for (const node of queue) {
    nodeLines.push(`  ${idOf(node)} [label=<${labelOf(node)}>];`);
    for (const child of inputsOfNode(node)) edgeLines.push(`  ${idOf(child)} -> ${idOf(node)};`);
  }
  return [
    "digraph expression {",
    "  rankdir=BT;",
    '  node [shape=box, fontname="monospace", fontsize=10];',
    ...nodeLines,
    ...edgeLines,
    "}",
  ].join("\n");
}

const isRelation = (node: Node): node is Relation => "schema" in node;

function inputsOfNode(node: Node): readonly Node[] {
  if (isRelation(node)) return [...parentsOf(node), ...valuesOf(node)];
  if (node.type === "field") return [node.relation];
  if (node.type === "subquery") return [...childrenOf(node), node.relation];
  return childrenOf(node);
}

function labelOf(node: Node): string {
  if (isRelation(node)) {
    const heading =
      "name" in node ? `<i>${escapeHtml(node.name)}</i>: <b>${typeTitle(node)}</b>` : `<b>${typeTitle(node)}</b>`;
    const keepsSchema = parentsOf(node).some((parent) => parent.schema === node.schema);
    const columns = keepsSchema
      ? ["…"]
      : [...node.schema].map(([name, dtype]) => escapeHtml(`${name}: ${printDType(dtype)}`));
    return [heading, ...columns.map((c) => `<i>${c}</i>`)].join('<br align="left"/>');
  }
  if (node.type === "sortKey") return `<b>SortKey</b> ${node.descending ? "desc" : "asc"}`;
  if (node.type === "lambda") return "<b>Lambda</b>";
  return `${valueName(node)}<br/>:: ${escapeHtml(printDType(node.dtype))}`;
}

function valueName(node: Exclude<ValueNode, { type: "sortKey" | "lambda" }>): string {
  switch (node.type) {
    case "field":
    case "param":
    case "argument":
      return `<i>${escapeHtml(node.name)}</i>: <b>${typeTitle(node)}</b>`;
    case "literal":
      return `<i>${escapeHtml(printLiteral(node.value, node.dtype).slice(0, 80))}</i>: <b>Literal</b>`;
    case "op":
      return `<b>${node.op}</b>`;
    default:
      return `<b>${typeTitle(node)}</b>`;
  }
}

function typeTitle(node: Exclude<Node, { type: "sortKey" | "lambda" }>): string {
  const typeName = node.type === "join" ? `${node.kind}Join` : node.type === "setOperation" ? node.kind : node.type;
  return typeName.charAt(0).toUpperCase() + typeName.slice(1);
}

const escapeHtml = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\n", "\\n");
