import type { Relation } from "../ir/relation.js";
import type { Value } from "../ir/value.js";
import { postorder } from "../ir/walk.js";
import { printOrder } from "./number.js";
import { printRelation } from "./relation.js";
import type { Names } from "./value.js";
import { printValue } from "./value.js";

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
const member = (of: string, name: string): string =>
  IDENTIFIER.test(name) ? `${of}.${name}` : `${of}['${name.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}']`;

/** Names for relations; a column of a join prints as that of the side which it comes from. */
function namesOf(relationName: (r: Relation) => string): Names {
  return {
    relation: relationName,
    field(relation, name) {
      let [owner, column] = [relation, name];
      for (;;) {
        if (owner.type !== "join") return member(relationName(owner), column);
        const from = owner.columns.get(column);
        if (!from || from.side === "both") return member(relationName(owner), column);
        [owner, column] =
          from.side === "left" ? [owner.left, from.left ?? column] : [owner.right, from.right ?? column];
      }
    },
  };
}

/**
 * The whole expression: each relation that it is made of as `rN := …`, itself last.
 * @example formatRelation(orders.select("status").relation)
 */
export function formatRelation(root: Relation): string {
  const order = printOrder([root]);
  const numbers = new Map(order.map((r, i) => [r, `r${i}`]));
  const names = namesOf((r) => numbers.get(r) ?? "r?");
  return order.map((r) => (r === root ? "" : `${numbers.get(r)} := `) + printRelation(r, names)).join("\n\n");
}

/** A value, with the relations that its columns belong to before it. */
export function formatColumn(value: Value, name: string | null): string {
  const roots = new Set<Relation>();
  for (const node of postorder([value])) {
    if (node.type === "field") roots.add(node.relation);
    if (node.type === "subquery") roots.add(node.relation);
    if (node.type === "op" && "table" in node.args && node.args.table) roots.add(node.args.table as Relation); // a relation argument
  }
  const order = printOrder([...roots]);
  const numbers = new Map(order.map((r, i) => [r, `r${i}`]));
  const names = namesOf((r) => numbers.get(r) ?? "r?");
  const blocks = order.map((r) => `${numbers.get(r)} := ${printRelation(r, names)}`);
  return [...blocks, `${name === null ? "" : `${name}: `}${printValue(value, names)}`].join("\n\n");
}

/** A value on one line for messages, its columns by the names of their tables where these have one. */
export function formatValue(value: Value): string {
  const named = (r: Relation): string =>
    r.type === "table" || r.type === "alias" || r.type === "memtable" ? r.name : "_";
  return printValue(value, namesOf(named));
}
