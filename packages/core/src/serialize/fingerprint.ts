import { printDType } from "../dtype/print.js";
import type { Node } from "../ir/graph.js";
import { isRelation, nodesBelow } from "../ir/graph.js";
import { hasTrait, idOf, NodeFlag, relationsOf } from "../ir/intern.js";
import { specOf } from "../ir/op.js";
import type { Entries, Fields, Filter, Join, Relation } from "../ir/relation.js";
import type { FrameBound, Op, Value } from "../ir/value.js";
import type { ValueNode } from "../ir/walk.js";
import { sha256 } from "./sha256.js";
import { writeOption } from "./write.js";

/** The relations whose columns a value may name, innermost first: those that its own relation reads, then those of the query around. */
interface Scope {
  readonly names: ReadonlyMap<Relation, string>;
  readonly outer: Scope | null;
}
type Digest = (node: Node, scope: Scope | null) => string;
type Text = readonly unknown[];

/**
 * A hash of what a node means: SHA-256 over a canonical form of its graph. In it a column is named by the place of its relation (of
 * the row itself, of the left or right side, so many queries further out), so that views, aliases and the names of tables in memory
 * leave no mark. Filters one upon the other are one set of conditions, and a selection of all columns is not there.
 */
export function fingerprintOf(root: Node): string {
  const recursions = namesOfRecursions(root);
  const digests = new Map<string, string>();
  const stack: { readonly node: Node; readonly scope: Scope | null }[] = [{ node: root, scope: null }];
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const key = keyOf(top.node, top.scope);
    if (!digests.has(key)) {
      const before = stack.length;
      const digest: Digest = (node, scope) => {
        const known = digests.get(keyOf(node, scope));
        if (known === undefined) stack.push({ node, scope });
        return known ?? "";
      };
      const { node, scope } = top;
      const text = isRelation(node) ? relationText(node, scope, digest, recursions) : valueText(node, scope, digest);
      if (stack.length > before) continue;
      digests.set(key, text.length === 1 ? String(text[0]) : sha256(JSON.stringify(text)));
    }
    stack.pop();
  }
  return sha256(JSON.stringify(["avocet", 1, digests.get(keyOf(root, null))]));
}

/** A node's digest hangs on nothing but the node and on how the relations around it are named. */
function keyOf(node: Node, scope: Scope | null): string {
  let key = String(idOf(node));
  for (const relation of relationsOf(node)) key += ` ${nameIn(scope, relation) ?? "free"}`;
  return key;
}
function nameIn(scope: Scope | null, relation: Relation): string | undefined {
  let level = 0;
  for (let s = scope; s; s = s.outer) {
    const name = s.names.get(relation);
    if (name !== undefined) return `${name}${level}`;
    level++;
  }
  return undefined;
}
const rowsOf = (relation: Relation, outer: Scope | null): Scope => ({ names: new Map([[relation, "row"]]), outer });

function namesOfRecursions(root: Node): ReadonlyMap<string, number> {
  const names = new Map<string, number>();
  for (const node of nodesBelow(root))
    if (node.type === "recursion" && !names.has(node.name)) names.set(node.name, names.size);
  return names;
}

const schemaText = (schema: Fields): unknown => [...schema].map(([name, dtype]) => [name, printDType(dtype)]);

/** What a relation is, with digests for what it is made of; one digest alone where it is the same as another relation. */
function relationText(r: Relation, outer: Scope | null, digest: Digest, recursions: ReadonlyMap<string, number>): Text {
  const entries = (list: Entries, scope: Scope): unknown => [...list].map(([name, v]) => [name, digest(v, scope)]);
  const recursion = (name: string): number | string => recursions.get(name) ?? name;
  switch (r.type) {
    case "table":
      return [r.type, r.catalog, r.database, r.name, schemaText(r.schema)];
    case "memtable":
      return [r.type, schemaText(r.schema), r.columns];
    case "sql":
      return [r.type, r.dialect, r.text, schemaText(r.schema), [...r.parents].map(([n, p]) => [n, digest(p, outer)])];
    case "selfReference":
    case "alias":
      return [digest(r.parent, outer)];
    case "selection":
      if (keepsAll(r)) return [digest(r.parent, outer)];
      return [r.type, digest(r.parent, outer), entries(r.values, rowsOf(r.parent, outer))];
    case "filter":
      return filterText(r, outer, digest);
    case "sort":
      return [r.type, digest(r.parent, outer), r.keys.map((key) => digest(key, rowsOf(r.parent, outer)))];
    case "limit":
      return [r.type, digest(r.parent, outer), r.n, r.offset];
    case "aggregation": {
      const rows = rowsOf(r.parent, outer);
      return [r.type, digest(r.parent, outer), entries(r.by, rows), entries(r.metrics, rows), r.sets];
    }
    case "join":
      return joinText(r, outer, digest);
    case "setOperation":
      return [r.type, r.how, r.distinct, r.operands.map((o) => digest(o, outer))];
    case "distinct":
      return [r.type, digest(r.parent, outer)];
    case "unnest": {
      const array = digest(r.column, rowsOf(r.parent, outer));
      return [r.type, digest(r.parent, outer), array, r.name, r.offset, r.keepEmpty];
    }
    case "sample":
      return [r.type, digest(r.parent, outer), r.fraction, r.method, r.seed];
    case "recursion":
      return [r.type, recursion(r.name), digest(r.base, outer), digest(r.step, outer), r.distinct];
    case "recursiveReference":
      return [r.type, recursion(r.name), schemaText(r.schema)];
  }
}

/** Whether a selection gives just the columns of its parent, in their order. */
function keepsAll(r: Relation & { readonly type: "selection" }): boolean {
  const names = r.parent.schema.keys();
  for (const [name, value] of r.values)
    if (value.type !== "field" || value.relation !== r.parent || value.name !== name || names.next().value !== name)
      return false;
  return r.values.size === r.parent.schema.size;
}

function joinText(r: Join, outer: Scope | null, digest: Digest): Text {
  const left: Scope = { names: new Map([[r.left, "left"]]), outer };
  const both: Scope = {
    names: new Map([
      [r.left, "left"],
      [r.right, "right"],
    ]),
    outer,
  };
  const columns = [...r.columns].map(([name, c]) => [
    name,
    c.side === "right" ? null : c.left,
    c.side === "left" ? null : c.right,
  ]);
  const sides = [digest(r.left, outer), digest(r.right, r.lateral ? left : outer)];
  return [r.type, r.how, ...sides, conditions([[r.predicates, both]], digest), columns, r.lateral];
}

/** A filter with those below it, as far as they may be one: a window sees only the rows that the filters below left, a random number is drawn anew. */
function filterText(root: Filter, outer: Scope | null, digest: Digest): Text {
  const lists: (readonly [readonly Value[], Scope])[] = [];
  let base: Relation = root;
  for (;;) {
    if (base.type === "filter") {
      lists.push([base.predicates, rowsOf(base.parent, outer)]);
      const apart = base.predicates.some((p) => hasTrait(p, NodeFlag.window | NodeFlag.impure));
      base = base.parent;
      if (apart) break;
    } else if (base.type === "selfReference" || base.type === "alias" || (base.type === "selection" && keepsAll(base)))
      base = base.parent;
    else break;
  }
  const all = conditions(lists, digest);
  return all.length === 0 ? [digest(base, outer)] : ["filter", digest(base, outer), all];
}

/** The digests of conditions that must all hold, each once, in an order of their own; TRUE is no condition. */
function conditions(lists: readonly (readonly [readonly Value[], Scope])[], digest: Digest): readonly string[] {
  const found = new Set<string>();
  for (const [predicates, scope] of lists) {
    const stack = [...predicates];
    for (let p = stack.pop(); p; p = stack.pop()) {
      if (p.type === "op" && p.op === "And")
        stack.push(p.args.left as Value, p.args.right as Value); // both are conditions, by the catalogue
      else if (!(p.type === "literal" && p.value === true)) found.add(digest(p, scope));
    }
  }
  return [...found].sort();
}

function valueText(v: ValueNode, scope: Scope | null, digest: Digest): Text {
  const each = (list: readonly Node[]): readonly string[] => list.map((item) => digest(item, scope));
  switch (v.type) {
    case "field":
      return [v.type, nameIn(scope, v.relation) ?? digest(v.relation, null), v.name];
    case "literal":
      return [v.type, printDType(v.dtype), v.value];
    case "param":
      return [v.type, v.name, printDType(v.dtype)];
    case "argument":
      return [v.type, v.name, printDType(v.dtype), v.shape];
    case "op":
      return opText(v, scope, digest);
    case "sortKey":
      return [v.type, digest(v.value, scope), v.descending, v.nulls];
    case "lambda":
      return [v.type, each(v.params), digest(v.body, scope)];
    case "window": {
      const bound = (b: FrameBound): unknown => (typeof b === "object" ? [digest(b, scope)] : b);
      const frame = v.frame && [v.frame.unit, bound(v.frame.start), bound(v.frame.end)];
      return [v.type, digest(v.func, scope), each(v.partitionBy), each(v.orderBy), frame];
    }
    case "subquery":
      return [v.type, v.how, digest(v.relation, scope), v.value && digest(v.value, scope)];
  }
}

/** Arguments by name, those left out that are as good as not given. */
function opText(node: Op, scope: Scope | null, digest: Digest): Text {
  const args: (readonly [string, unknown])[] = [];
  for (const [name, spec] of Object.entries(specOf(node.op).args)) {
    const arg = node.args[name];
    if (arg === undefined || arg === false) continue;
    if (spec.kind === "option") args.push([name, writeOption(arg, spec.of)]);
    else if (spec.kind === "relation") {
      const relation = arg as Relation; // by the catalogue
      args.push([name, nameIn(scope, relation) ?? digest(relation, null)]);
    } else if (Array.isArray(arg)) {
      if (spec.kind !== "sort" || arg.length > 0) args.push([name, arg.map((a: Node) => digest(a, scope))]);
    } else args.push([name, digest(arg as Node, scope)]); // by the catalogue
  }
  return [node.type, node.op, args.sort(([a], [b]) => (a < b ? -1 : 1))];
}
