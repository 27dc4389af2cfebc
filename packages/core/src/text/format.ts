import type { Relation } from "../ir/relation.js";
import type { Value } from "../ir/value.js";
import { postorder } from "../ir/walk.js";
import { printOrder } from "./print-order.js";
import { printRelation } from "./relation.js";
import type { NameResolver } from "./value.js";
import { printValue } from "./value.js";

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
const memberText = (of: string, name: string): string =>
  IDENTIFIER.test(name) ? `${of}.${name}` : `${of}['${name.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}']`;

/** Names relations by `relationName`; a column of a join is named after the side that it comes from. */
function nameResolver(relationName: (r: Relation) => string): NameResolver {
  return {
    relation: relationName,
    field(relation, name) {
      let [owner, column] = [relation, name];
      for (;;) {
        if (owner.type !== "join") return memberText(relationName(owner), column);
        const source = owner.columns.get(column);
        if (!source || source.side === "both") return memberText(relationName(owner), column);
        [owner, column] =
          source.side === "left" ? [owner.left, source.left ?? column] : [owner.right, source.right ?? column];
      }
    },
  };
}

/**
 * Formats a relation and every relation that it reads, each as `rN := …`, the relation itself last.
 * @example formatRelation(orders.select("status").relation)
 */
export function formatRelation(root: Relation): string {
  const order = printOrder([root]);
  const labels = new Map(order.map((r, i) => [r, `r${i}`]));
  const names = nameResolver((r) => labels.get(r) ?? "r?");
  return order.map((r) => (r === root ? "" : `${labels.get(r)} := `) + printRelation(r, names)).join("\n\n");
}

/** Formats a value, preceded by the relations that its columns belong to. */
export function formatColumn(value: Value, name: string | null): string {
  const roots = new Set<Relation>();
  for (const node of postorder([value])) {
    if (node.type === "field") roots.add(node.relation);
    if (node.type === "subquery") roots.add(node.relation);
    // A relation argument.
    if (node.type === "op" && "table" in node.args && node.args.table) roots.add(node.args.table as Relation);
  }
  const order = printOrder([...roots]);
  const labels = new Map(order.map((r, i) => [r, `r${i}`]));
  const names = nameResolver((r) => labels.get(r) ?? "r?");
  const blocks = order.map((r) => `${labels.get(r)} := ${printRelation(r, names)}`);
  return [...blocks, `${name === null ? "" : `${name}: `}${printValue(value, names)}`].join("\n\n");
}

/** Formats a value on one line for error messages, with columns qualified by the name of their table if it has one. */
export function formatValue(value: Value): string {
  const relationName = (r: Relation): string =>
    r.type === "table" || r.type === "alias" || r.type === "memtable" ? r.name : "_";
  return printValue(value, nameResolver(relationName));
}
