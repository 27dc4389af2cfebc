import type { Node } from "../ir/graph.js";
import { isRelation } from "../ir/graph.js";
import type { Relation } from "../ir/relation.js";
import type { Argument, SortKey, Value } from "../ir/value.js";
import { invalidJson, list, nonNegativeInteger } from "./json-checks.js";

export interface ReadOptions {
  /** Allows SQL text in the JSON, which runs with all privileges of the connection. Refused by default. */
  readonly allowSql?: boolean;
  /**
   * Tables that the JSON may read, qualified as in "shop.orders"; quote a name that contains a dot. By default, all
   * tables are allowed.
   */
  readonly allowTables?: readonly string[];
  /**
   * Engine functions that the JSON may call: all (true), or those listed, qualified as in "main.f". None by default.
   */
  readonly allowFunctions?: boolean | readonly string[];
}

/** Reading state: the options, and the nodes read so far, which later nodes may refer to. */
export class ReadContext {
  readonly nodes: Node[] = [];
  readonly options: ReadOptions;

  constructor(options: ReadOptions) {
    this.options = options;
  }

  node(json: unknown, path: string): Node {
    const index = nonNegativeInteger(json, path);
    const node = this.nodes[index];
    if (!node) throw invalidJson(path, `no node ${index} precedes this one`);
    return node;
  }
  relation(json: unknown, path: string): Relation {
    const node = this.node(json, path);
    if (!isRelation(node)) throw invalidJson(path, `expected a relation, got a ${node.type}`);
    return node;
  }
  value(json: unknown, path: string): Value {
    const node = this.node(json, path);
    if (isRelation(node) || node.type === "sortKey" || node.type === "lambda")
      throw invalidJson(path, `expected a value, got a ${node.type}`);
    return node;
  }
  sortKey(json: unknown, path: string): SortKey {
    const node = this.node(json, path);
    if (isRelation(node) || node.type !== "sortKey") throw invalidJson(path, `expected a sort key, got a ${node.type}`);
    return node;
  }
  argument(json: unknown, path: string): Argument {
    const node = this.node(json, path);
    if (isRelation(node) || node.type !== "argument")
      throw invalidJson(path, `expected an argument, got a ${node.type}`);
    return node;
  }
  values(json: unknown, path: string): readonly Value[] {
    return list(json, path).map((item, i) => this.value(item, `${path}[${i}]`));
  }
  sortKeys(json: unknown, path: string): readonly SortKey[] {
    return list(json, path).map((item, i) => this.sortKey(item, `${path}[${i}]`));
  }
  relations(json: unknown, path: string): readonly Relation[] {
    return list(json, path).map((item, i) => this.relation(item, `${path}[${i}]`));
  }
}
