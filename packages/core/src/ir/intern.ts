import type { Relation } from "./relation.js";

/** Derived metadata of a node, computed once at construction. */
export interface NodeInfo {
  readonly id: number;
  /** The relations whose columns a value refers to, not counting relations inside its subqueries. */
  readonly relations: ReadonlySet<Relation>;
  readonly flags: number;
}

/** Flags that a value has if any node in it has them. `argument` marks parameters of lambdas. */
export const NodeFlag = {
  aggregate: 1,
  analytic: 2,
  window: 4,
  impure: 8,
  subquery: 16,
  unnest: 32,
  argument: 64,
  grouping: 128,
} as const;

const nodes = new Map<string, WeakRef<object>>();
const nodeInfos = new WeakMap<object, NodeInfo>();
const finalizer = new FinalizationRegistry<string>((key) => {
  if (nodes.get(key)?.deref() === undefined) nodes.delete(key);
});
const NO_RELATIONS: ReadonlySet<Relation> = new Set();
let lastId = 0;

/**
 * Returns the unique node for a structure: equal structures are the same object, so `===` compares whole expressions
 * and a map keyed by node visits each shared node once. `key` encodes the node's fields, with children by {@link idOf}.
 */
export function intern<T extends object>(
  key: string,
  create: () => T,
  relations: ReadonlySet<Relation> = NO_RELATIONS,
  flags = 0,
): T {
  const existing = nodes.get(key)?.deref();
  if (existing) return existing as T; // the key encodes the whole structure, including its type
  const node = Object.freeze(create());
  nodeInfos.set(node, { id: ++lastId, relations, flags });
  nodes.set(key, new WeakRef(node));
  finalizer.register(node, key);
  return node;
}

export function nodeInfo(node: object): NodeInfo {
  const info = nodeInfos.get(node);
  if (!info) throw new TypeError("Internal error: the node was not built by the constructors of the expression graph");
  return info;
}

/** The number of a node, unique in this process. */
export const idOf = (node: object): number => nodeInfo(node).id;
export const idsOf = (nodeList: readonly object[]): string => nodeList.map(idOf).join(",");
export const relationsOf = (node: object): ReadonlySet<Relation> => nodeInfo(node).relations;
export const hasFlag = (node: object, flag: number): boolean => (nodeInfo(node).flags & flag) !== 0;

/** The union of the children's relations; reuses the set of a child that already contains all of them. */
export function unionRelations(children: readonly object[]): ReadonlySet<Relation> {
  let union: ReadonlySet<Relation> = NO_RELATIONS;
  for (const child of children) {
    const childRelations = relationsOf(child);
    if (childRelations.size === 0 || childRelations === union) continue;
    if (union.size === 0) union = childRelations;
    else if ([...childRelations].some((r) => !union.has(r))) union = new Set([...union, ...childRelations]);
  }
  return union;
}

export const unionFlags = (children: readonly object[]): number =>
  children.reduce((flags, child) => flags | nodeInfo(child).flags, 0);
