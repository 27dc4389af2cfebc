import { printDType } from "../dtype/print.js";
import type { Node } from "../ir/graph.js";
import { isRelation, reachableNodes } from "../ir/graph.js";
import { hasFlag, idOf, NodeFlag, relationsOf } from "../ir/intern.js";
import { specOf } from "../ir/op.js";
import type { Fields, Filter, Join, NamedValues, Relation } from "../ir/relation.js";
import type { FrameBound, Op, Value } from "../ir/value.js";
import type { ValueNode } from "../ir/walk.js";
import { sha256 } from "./sha256.js";
import { writeOption } from "./write.js";

/**
 * The relations whose columns a value may refer to: the inputs of its relation, then those of the enclosing queries.
 */
interface ColumnScope {
  readonly names: ReadonlyMap<Relation, string>;
  readonly outer: ColumnScope | null;
}
type Digest = (node: Node, scope: ColumnScope | null) => string;
type CanonicalForm = readonly unknown[];

/**
 * Computes the fingerprint of a node: SHA-256 over a canonical form of its graph. Columns are identified by the role of
 * their relation (row, left or right) and the number of enclosing queries between, so views, aliases and names of
 * memtables do not matter. Consecutive filters are merged into one set of conditions, and selections of all columns are
 * omitted.
 */
export function fingerprintOf(root: Node): string {
  const recursions = numberRecursions(root);
  const digests = new Map<string, string>();
  const stack: { readonly node: Node; readonly scope: ColumnScope | null }[] = [{ node: root, scope: null }];
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const key = digestKey(top.node, top.scope);
    if (!digests.has(key)) {
      const stackSize = stack.length;
      const digest: Digest = (node, scope) => {
        const cached = digests.get(digestKey(node, scope));
        if (cached === undefined) stack.push({ node, scope });
        return cached ?? "";
      };
      const { node, scope } = top;
      const form = isRelation(node) ? relationForm(node, scope, digest, recursions) : valueForm(node, scope, digest);
      if (stack.length > stackSize) continue;
      digests.set(key, form.length === 1 ? String(form[0]) : sha256(JSON.stringify(form)));
    }
    stack.pop();
  }
  return sha256(JSON.stringify(["avocet", 1, digests.get(digestKey(root, null))]));
}

/** Cache key of a digest, which depends only on the node and on the names of the relations in scope. */
function digestKey(node: Node, scope: ColumnScope | null): string {
  let key = String(idOf(node));
  for (const relation of relationsOf(node)) key += ` ${relationNameIn(scope, relation) ?? "free"}`;
  return key;
}
function relationNameIn(scope: ColumnScope | null, relation: Relation): string | undefined {
  let level = 0;
  for (let current = scope; current; current = current.outer) {
    const name = current.names.get(relation);
    if (name !== undefined) return `${name}${level}`;
    level++;
  }
  return undefined;
}
const rowScope = (relation: Relation, outer: ColumnScope | null): ColumnScope => ({
  names: new Map([[relation, "row"]]),
  outer,
});

function numberRecursions(root: Node): ReadonlyMap<string, number> {
  const names = new Map<string, number>();
  for (const node of reachableNodes(root))
    if (node.type === "recursion" && !names.has(node.name)) names.set(node.name, names.size);
  return names;
}

const schemaForm = (schema: Fields): unknown => [...schema].map(([name, dtype]) => [name, printDType(dtype)]);

/**
 * The canonical form of a relation, with digests of its inputs and values; a single digest if it is equivalent to an
 * input.
 */
function relationForm(
  relation: Relation,
  outer: ColumnScope | null,
  digest: Digest,
  recursions: ReadonlyMap<string, number>,
): CanonicalForm {
  const entries = (list: NamedValues, scope: ColumnScope): unknown =>
    [...list].map(([name, node]) => [name, digest(node, scope)]);
  const recursionId = (name: string): number | string => recursions.get(name) ?? name;
  switch (relation.type) {
    case "table":
      return [relation.type, relation.catalog, relation.database, relation.name, schemaForm(relation.schema)];
    case "memtable":
      return [relation.type, schemaForm(relation.schema), relation.columns];
    case "sql":
      return [
        relation.type,
        relation.dialect,
        relation.text,
        schemaForm(relation.schema),
        [...relation.parents].map(([n, predicate]) => [n, digest(predicate, outer)]),
      ];
    case "selfReference":
    case "alias":
      return [digest(relation.parent, outer)];
    case "selection":
      if (isIdentitySelection(relation)) return [digest(relation.parent, outer)];
      return [
        relation.type,
        digest(relation.parent, outer),
        entries(relation.values, rowScope(relation.parent, outer)),
      ];
    case "filter":
      return filterForm(relation, outer, digest);
    case "sort":
      return [
        relation.type,
        digest(relation.parent, outer),
        relation.keys.map((key) => digest(key, rowScope(relation.parent, outer))),
      ];
    case "limit":
      return [relation.type, digest(relation.parent, outer), relation.n, relation.offset];
    case "aggregation": {
      const rows = rowScope(relation.parent, outer);
      return [
        relation.type,
        digest(relation.parent, outer),
        entries(relation.by, rows),
        entries(relation.metrics, rows),
        relation.sets,
      ];
    }
    case "join":
      return joinForm(relation, outer, digest);
    case "setOperation":
      return [relation.type, relation.kind, relation.distinct, relation.operands.map((o) => digest(o, outer))];
    case "distinct":
      return [relation.type, digest(relation.parent, outer)];
    case "unnest": {
      const array = digest(relation.column, rowScope(relation.parent, outer));
      return [relation.type, digest(relation.parent, outer), array, relation.name, relation.offset, relation.keepEmpty];
    }
    case "sample":
      return [relation.type, digest(relation.parent, outer), relation.fraction, relation.method, relation.seed];
    case "recursion":
      return [
        relation.type,
        recursionId(relation.name),
        digest(relation.base, outer),
        digest(relation.step, outer),
        relation.distinct,
      ];
    case "recursiveReference":
      return [relation.type, recursionId(relation.name), schemaForm(relation.schema)];
  }
}

/** Whether a selection returns exactly the columns of its parent, in the same order. */
function isIdentitySelection(relation: Relation & { readonly type: "selection" }): boolean {
  const names = relation.parent.schema.keys();
  for (const [name, value] of relation.values)
    if (
      value.type !== "field" ||
      value.relation !== relation.parent ||
      value.name !== name ||
      names.next().value !== name
    )
      return false;
  return relation.values.size === relation.parent.schema.size;
}

function joinForm(relation: Join, outer: ColumnScope | null, digest: Digest): CanonicalForm {
  const left: ColumnScope = { names: new Map([[relation.left, "left"]]), outer };
  const bothSides: ColumnScope = {
    names: new Map([
      [relation.left, "left"],
      [relation.right, "right"],
    ]),
    outer,
  };
  const columns = [...relation.columns].map(([name, c]) => [
    name,
    c.side === "right" ? null : c.left,
    c.side === "left" ? null : c.right,
  ]);
  const sides = [digest(relation.left, outer), digest(relation.right, relation.lateral ? left : outer)];
  return [
    relation.type,
    relation.kind,
    ...sides,
    digestConditions([[relation.predicates, bothSides]], digest),
    columns,
    relation.lateral,
  ];
}

/**
 * The canonical form of a filter, merged with the filters below it. A filter with a window function or an impure
 * operation is not merged with those below: windows see only the rows that pass them, and random numbers are drawn per
 * filter.
 */
function filterForm(root: Filter, outer: ColumnScope | null, digest: Digest): CanonicalForm {
  const conditionLists: (readonly [readonly Value[], ColumnScope])[] = [];
  let base: Relation = root;
  for (;;) {
    if (base.type === "filter") {
      conditionLists.push([base.predicates, rowScope(base.parent, outer)]);
      const isBarrier = base.predicates.some((predicate) => hasFlag(predicate, NodeFlag.window | NodeFlag.impure));
      base = base.parent;
      if (isBarrier) break;
    } else if (
      base.type === "selfReference" ||
      base.type === "alias" ||
      (base.type === "selection" && isIdentitySelection(base))
    )
      base = base.parent;
    else break;
  }
  const conditionDigests = digestConditions(conditionLists, digest);
  return conditionDigests.length === 0 ? [digest(base, outer)] : ["filter", digest(base, outer), conditionDigests];
}

/** The sorted, distinct digests of the conditions joined by AND; TRUE is omitted. */
function digestConditions(
  conditionLists: readonly (readonly [readonly Value[], ColumnScope])[],
  digest: Digest,
): readonly string[] {
  const digests = new Set<string>();
  for (const [predicates, scope] of conditionLists) {
    const stack = [...predicates];
    for (let predicate = stack.pop(); predicate; predicate = stack.pop()) {
      if (predicate.type === "op" && predicate.op === "And")
        stack.push(predicate.args.left as Value, predicate.args.right as Value); // the arguments of And are values
      else if (!(predicate.type === "literal" && predicate.value === true)) digests.add(digest(predicate, scope));
    }
  }
  return [...digests].sort();
}

function valueForm(node: ValueNode, scope: ColumnScope | null, digest: Digest): CanonicalForm {
  const digestAll = (list: readonly Node[]): readonly string[] => list.map((item) => digest(item, scope));
  switch (node.type) {
    case "field":
      return [node.type, relationNameIn(scope, node.relation) ?? digest(node.relation, null), node.name];
    case "literal":
      return [node.type, printDType(node.dtype), node.value];
    case "param":
      return [node.type, node.name, printDType(node.dtype)];
    case "argument":
      return [node.type, node.name, printDType(node.dtype), node.shape];
    case "op":
      return opForm(node, scope, digest);
    case "sortKey":
      return [node.type, digest(node.value, scope), node.descending, node.nulls];
    case "lambda":
      return [node.type, digestAll(node.params), digest(node.body, scope)];
    case "window": {
      const boundForm = (b: FrameBound): unknown => (typeof b === "object" ? [digest(b, scope)] : b);
      const frame = node.frame && [node.frame.unit, boundForm(node.frame.start), boundForm(node.frame.end)];
      return [node.type, digest(node.func, scope), digestAll(node.partitionBy), digestAll(node.orderBy), frame];
    }
    case "subquery":
      return [node.type, node.kind, digest(node.relation, scope), node.value && digest(node.value, scope)];
  }
}

/** The canonical form of an operation: arguments by name, without those equal to their default. */
function opForm(node: Op, scope: ColumnScope | null, digest: Digest): CanonicalForm {
  const args: (readonly [string, unknown])[] = [];
  for (const [name, spec] of Object.entries(specOf(node.op).args)) {
    const arg = node.args[name];
    if (arg === undefined || arg === false) continue;
    if (spec.kind === "option") args.push([name, writeOption(arg, spec.optionKind)]);
    else if (spec.kind === "relation") {
      const relation = arg as Relation; // arguments of this kind are relations
      args.push([name, relationNameIn(scope, relation) ?? digest(relation, null)]);
    } else if (Array.isArray(arg)) {
      if (spec.kind !== "sort" || arg.length > 0) args.push([name, arg.map((a: Node) => digest(a, scope))]);
    } else args.push([name, digest(arg as Node, scope)]); // arguments of the remaining kinds are nodes
  }
  return [node.type, node.op, args.sort(([a], [b]) => (a < b ? -1 : 1))];
}
