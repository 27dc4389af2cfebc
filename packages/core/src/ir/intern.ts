import type { Relation } from "./relation.js";

/** What holds of a node beyond its own fields; computed once, when the node is made. */
export interface NodeInfo {
  readonly id: number;
  /** The relations that the fields of a value belong to, subqueries' own apart. */
  readonly relations: ReadonlySet<Relation>;
  readonly traits: number;
}

/** Facts about a value that hold if they hold of any part of it; `argument` is a parameter of a lambda. */
export const NodeFlag = {
  reduction: 1,
  analytic: 2,
  window: 4,
  impure: 8,
  subquery: 16,
  unnest: 32,
  argument: 64,
  grouping: 128,
} as const;

const nodes = new Map<string, WeakRef<object>>();
const metas = new WeakMap<object, NodeInfo>();
const collected = new FinalizationRegistry<string>((key) => {
  if (nodes.get(key)?.deref() === undefined) nodes.delete(key);
});
const NO_RELATIONS: ReadonlySet<Relation> = new Set();
let lastId = 0;

/**
 * The one node of this structure: equal structure is the same object, so `===` compares whole expressions and a map keyed by node
 * visits each once. `key` is the node's own fields with its children by {@link idOf}.
 */
export function intern<T extends object>(
  key: string,
  make: () => T,
  relations: ReadonlySet<Relation> = NO_RELATIONS,
  traits = 0,
): T {
  const known = nodes.get(key)?.deref();
  if (known) return known as T; // the key spells the whole structure, its type included
  const node = Object.freeze(make());
  metas.set(node, { id: ++lastId, relations, traits });
  nodes.set(key, new WeakRef(node));
  collected.register(node, key);
  return node;
}

export function nodeInfo(node: object): NodeInfo {
  const meta = metas.get(node);
  if (!meta) throw new TypeError("this node was not made by the constructors of the expression graph");
  return meta;
}

/** A number that stands for the node in this process. */
export const idOf = (node: object): number => nodeInfo(node).id;
export const idsOf = (list: readonly object[]): string => list.map(idOf).join(",");
export const relationsOf = (node: object): ReadonlySet<Relation> => nodeInfo(node).relations;
export const hasTrait = (node: object, trait: number): boolean => (nodeInfo(node).traits & trait) !== 0;

/** The union of the children's relations, shared with a child that already has them all. */
export function unionRelations(children: readonly object[]): ReadonlySet<Relation> {
  let union: ReadonlySet<Relation> = NO_RELATIONS;
  for (const child of children) {
    const more = relationsOf(child);
    if (more.size === 0 || more === union) continue;
    if (union.size === 0) union = more;
    else if ([...more].some((r) => !union.has(r))) union = new Set([...union, ...more]);
  }
  return union;
}

export const unionTraits = (children: readonly object[]): number =>
  children.reduce((traits, child) => traits | nodeInfo(child).traits, 0);
