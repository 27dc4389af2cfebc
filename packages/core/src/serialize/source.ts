import type { Node } from "../ir/graph.js";
import { isRelation } from "../ir/graph.js";
import type { Relation } from "../ir/relation.js";
import type { Argument, SortKey, Value } from "../ir/value.js";
import { count, invalid, list } from "./shape.js";

export interface ReadOptions {
  /** Lets JSON bring SQL text of its own, which runs with all the rights of the connection. */
  readonly allowSql?: boolean;
  /** The tables of the database that JSON may read, with their schemas as in "shop.orders", a name with a dot in quotes; any of them unless told. */
  readonly allowTables?: readonly string[];
  /** The engine's functions that JSON may call: all of them, or these by name, with their schemas as in "main.f". */
  readonly allowFunctions?: boolean | readonly string[];
}

/** What a node may refer to while JSON is read: the nodes before it. */
export class Source {
  readonly nodes: Node[] = [];
  readonly options: ReadOptions;

  constructor(options: ReadOptions) {
    this.options = options;
  }

  node(json: unknown, where: string): Node {
    const place = count(json, where);
    const node = this.nodes[place];
    if (!node) throw invalid(where, `there is no node ${place} before this one`);
    return node;
  }
  relation(json: unknown, where: string): Relation {
    const node = this.node(json, where);
    if (!isRelation(node)) throw invalid(where, `wanted a relation, got a ${node.type}`);
    return node;
  }
  value(json: unknown, where: string): Value {
    const node = this.node(json, where);
    if (isRelation(node) || node.type === "sortKey" || node.type === "lambda")
      throw invalid(where, `wanted a value, got a ${node.type}`);
    return node;
  }
  sortKey(json: unknown, where: string): SortKey {
    const node = this.node(json, where);
    if (isRelation(node) || node.type !== "sortKey") throw invalid(where, `wanted a sort key, got a ${node.type}`);
    return node;
  }
  argument(json: unknown, where: string): Argument {
    const node = this.node(json, where);
    if (isRelation(node) || node.type !== "argument") throw invalid(where, `wanted an argument, got a ${node.type}`);
    return node;
  }
  values(json: unknown, where: string): readonly Value[] {
    return list(json, where).map((item, i) => this.value(item, `${where}[${i}]`));
  }
  sortKeys(json: unknown, where: string): readonly SortKey[] {
    return list(json, where).map((item, i) => this.sortKey(item, `${where}[${i}]`));
  }
  relations(json: unknown, where: string): readonly Relation[] {
    return list(json, where).map((item, i) => this.relation(item, `${where}[${i}]`));
  }
}
