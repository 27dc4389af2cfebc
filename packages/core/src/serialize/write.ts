import { printDType } from "../dtype/print.js";
import type { Node } from "../ir/graph.js";
import { isRelation, nodesBelow } from "../ir/graph.js";
import { specOf } from "../ir/op.js";
import type { OptionKind } from "../ir/options.js";
import type { Entries, Fields, Relation } from "../ir/relation.js";
import type { FrameBound, Op } from "../ir/value.js";
import type { ValueNode } from "../ir/walk.js";
import type { Ref, SerializedNode } from "./format.js";
import { VERSION } from "./format.js";

type RefOf = (node: Node) => Ref;

/** The graph below a node as JSON: a list of nodes, each after those that it refers to. */
export function writeGraph(root: Node): {
  readonly avocet: typeof VERSION;
  readonly nodes: readonly SerializedNode[];
  readonly root: Ref;
} {
  const order = nodesBelow(root);
  const places = new Map(order.map((node, place) => [node, place]));
  const ref: RefOf = (node) => places.get(node) ?? -1;
  const nodes = order.map((node) => (isRelation(node) ? writeRelation(node, ref) : writeValue(node, ref)));
  return { avocet: VERSION, nodes, root: ref(root) };
}

const schemaOf = (schema: Fields): unknown => [...schema].map(([name, dtype]) => [name, printDType(dtype)]);
const entries = (list: Entries, ref: RefOf): unknown => [...list].map(([name, value]) => [name, ref(value)]);

function writeRelation(r: Relation, ref: RefOf): SerializedNode {
  switch (r.type) {
    case "table":
      return { type: r.type, name: r.name, database: r.database, catalog: r.catalog, schema: schemaOf(r.schema) };
    case "memtable":
      return { type: r.type, name: r.name, schema: schemaOf(r.schema), columns: r.columns };
    case "sql":
      return {
        type: r.type,
        text: r.text,
        dialect: r.dialect,
        schema: schemaOf(r.schema),
        parents: [...r.parents].map(([name, parent]) => [name, ref(parent)]),
      };
    case "selfReference":
      return { type: r.type, parent: ref(r.parent), id: r.id };
    case "alias":
      return { type: r.type, parent: ref(r.parent), name: r.name };
    case "selection":
      return { type: r.type, parent: ref(r.parent), values: entries(r.values, ref) };
    case "filter":
      return { type: r.type, parent: ref(r.parent), predicates: r.predicates.map(ref) };
    case "sort":
      return { type: r.type, parent: ref(r.parent), keys: r.keys.map(ref) };
    case "limit":
      return { type: r.type, parent: ref(r.parent), n: r.n, offset: r.offset };
    case "aggregation":
      return {
        type: r.type,
        parent: ref(r.parent),
        by: entries(r.by, ref),
        metrics: entries(r.metrics, ref),
        sets: r.sets,
      };
    case "join":
      return {
        type: r.type,
        how: r.how,
        left: ref(r.left),
        right: ref(r.right),
        predicates: r.predicates.map(ref),
        columns: [...r.columns].map(([name, c]) => [name, { side: c.side, left: c.left, right: c.right }]),
        lateral: r.lateral,
      };
    case "setOperation":
      return { type: r.type, how: r.how, distinct: r.distinct, operands: r.operands.map(ref) };
    case "distinct":
      return { type: r.type, parent: ref(r.parent) };
    case "unnest":
      return {
        type: r.type,
        parent: ref(r.parent),
        column: ref(r.column),
        name: r.name,
        offset: r.offset,
        keepEmpty: r.keepEmpty,
      };
    case "sample":
      return { type: r.type, parent: ref(r.parent), fraction: r.fraction, method: r.method, seed: r.seed };
    case "recursion":
      return { type: r.type, name: r.name, base: ref(r.base), step: ref(r.step), distinct: r.distinct };
    case "recursiveReference":
      return { type: r.type, name: r.name, schema: schemaOf(r.schema) };
  }
}

function writeValue(v: ValueNode, ref: RefOf): SerializedNode {
  switch (v.type) {
    case "field":
      return { type: v.type, relation: ref(v.relation), name: v.name };
    case "literal":
      return { type: v.type, dtype: printDType(v.dtype), value: v.value };
    case "param":
      return { type: v.type, name: v.name, dtype: printDType(v.dtype) };
    case "argument":
      return { type: v.type, name: v.name, dtype: printDType(v.dtype), shape: v.shape };
    case "op":
      return { type: v.type, op: v.op, args: writeArgs(v, ref) };
    case "sortKey":
      return { type: v.type, value: ref(v.value), descending: v.descending, nulls: v.nulls };
    case "lambda":
      return { type: v.type, params: v.params.map(ref), body: ref(v.body) };
    case "window":
      return {
        type: v.type,
        func: ref(v.func),
        partitionBy: v.partitionBy.map(ref),
        orderBy: v.orderBy.map(ref),
        frame: v.frame && {
          unit: v.frame.unit,
          start: writeBound(v.frame.start, ref),
          end: writeBound(v.frame.end, ref),
        },
      };
    case "subquery":
      return { type: v.type, how: v.how, relation: ref(v.relation), value: v.value && ref(v.value) };
  }
}

/** A bound that is a value is written apart from one that is a number. */
const writeBound = (bound: FrameBound, ref: RefOf): unknown =>
  typeof bound === "object" ? { value: ref(bound) } : bound;

function writeArgs(node: Op, ref: RefOf): { readonly [name: string]: unknown } {
  const written: [string, unknown][] = [];
  for (const [name, spec] of Object.entries(specOf(node.op).args)) {
    const arg = node.args[name];
    if (arg === undefined) continue;
    if (spec.kind === "option") written.push([name, writeOption(arg, spec.of)]);
    else if (Array.isArray(arg)) written.push([name, arg.map((a: Node) => ref(a))]);
    else written.push([name, ref(arg as Node)]); // a node, by the catalogue
  }
  return Object.fromEntries(written);
}

/** An option as JSON, in the way of its kind. */
export const writeOption = (option: unknown, kind: OptionKind<never> | undefined): unknown =>
  kind?.write ? kind.write(option as never) : option; // it was tested by its kind when the operation was built
