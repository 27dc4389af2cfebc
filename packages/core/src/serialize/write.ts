import { printDType } from "../dtype/print.js";
import type { Node } from "../ir/graph.js";
import { isRelation, reachableNodes } from "../ir/graph.js";
import { specOf } from "../ir/op.js";
import type { OptionKind } from "../ir/options.js";
import type { Fields, NamedValues, Relation } from "../ir/relation.js";
import type { FrameBound, Op } from "../ir/value.js";
import type { ValueNode } from "../ir/walk.js";
import type { Ref, SerializedNode } from "./format.js";
import { VERSION } from "./format.js";

type RefOf = (node: Node) => Ref;

/** Serializes the graph of a node as a list of nodes, each after the nodes that it refers to. */
export function writeGraph(root: Node): {
  readonly avocet: typeof VERSION;
  readonly nodes: readonly SerializedNode[];
  readonly root: Ref;
} {
  const order = reachableNodes(root);
  const indexes = new Map(order.map((node, index) => [node, index]));
  const indexOf: RefOf = (node) => indexes.get(node) ?? -1;
  const nodes = order.map((node) => (isRelation(node) ? writeRelation(node, indexOf) : writeValue(node, indexOf)));
  return { avocet: VERSION, nodes, root: indexOf(root) };
}

const writeSchema = (schema: Fields): unknown => [...schema].map(([name, dtype]) => [name, printDType(dtype)]);
const writeNamedValues = (values: NamedValues, indexOf: RefOf): unknown =>
  [...values].map(([name, value]) => [name, indexOf(value)]);

function writeRelation(relation: Relation, indexOf: RefOf): SerializedNode {
  switch (relation.type) {
    case "table":
      return {
        type: relation.type,
        name: relation.name,
        database: relation.database,
        catalog: relation.catalog,
        schema: writeSchema(relation.schema),
      };
    case "memtable":
      return {
        type: relation.type,
        name: relation.name,
        schema: writeSchema(relation.schema),
        columns: relation.columns,
      };
    case "sql":
      return {
        type: relation.type,
        text: relation.text,
        dialect: relation.dialect,
        schema: writeSchema(relation.schema),
        parents: [...relation.parents].map(([name, parent]) => [name, indexOf(parent)]),
      };
    case "selfReference":
      return { type: relation.type, parent: indexOf(relation.parent), id: relation.id };
    case "alias":
      return { type: relation.type, parent: indexOf(relation.parent), name: relation.name };
    case "selection":
      return {
        type: relation.type,
        parent: indexOf(relation.parent),
        values: writeNamedValues(relation.values, indexOf),
      };
    case "filter":
      return { type: relation.type, parent: indexOf(relation.parent), predicates: relation.predicates.map(indexOf) };
    case "sort":
      return { type: relation.type, parent: indexOf(relation.parent), keys: relation.keys.map(indexOf) };
    case "limit":
      return { type: relation.type, parent: indexOf(relation.parent), n: relation.n, offset: relation.offset };
    case "aggregation":
      return {
        type: relation.type,
        parent: indexOf(relation.parent),
        by: writeNamedValues(relation.by, indexOf),
        metrics: writeNamedValues(relation.metrics, indexOf),
        sets: relation.sets,
      };
    case "join":
      return {
        type: relation.type,
        how: relation.kind,
        left: indexOf(relation.left),
        right: indexOf(relation.right),
        predicates: relation.predicates.map(indexOf),
        columns: [...relation.columns].map(([name, c]) => [name, { side: c.side, left: c.left, right: c.right }]),
        lateral: relation.lateral,
      };
    case "setOperation":
      return {
        type: relation.type,
        how: relation.kind,
        distinct: relation.distinct,
        operands: relation.operands.map(indexOf),
      };
    case "distinct":
      return { type: relation.type, parent: indexOf(relation.parent) };
    case "unnest":
      return {
        type: relation.type,
        parent: indexOf(relation.parent),
        column: indexOf(relation.column),
        name: relation.name,
        offset: relation.offset,
        keepEmpty: relation.keepEmpty,
      };
    case "sample":
      return {
        type: relation.type,
        parent: indexOf(relation.parent),
        fraction: relation.fraction,
        method: relation.method,
        seed: relation.seed,
      };
    case "recursion":
      return {
        type: relation.type,
        name: relation.name,
        base: indexOf(relation.base),
        step: indexOf(relation.step),
        distinct: relation.distinct,
      };
    case "recursiveReference":
      return { type: relation.type, name: relation.name, schema: writeSchema(relation.schema) };
  }
}

function writeValue(node: ValueNode, indexOf: RefOf): SerializedNode {
  switch (node.type) {
    case "field":
      return { type: node.type, relation: indexOf(node.relation), name: node.name };
    case "literal":
      return { type: node.type, dtype: printDType(node.dtype), value: node.value };
    case "param":
      return { type: node.type, name: node.name, dtype: printDType(node.dtype) };
    case "argument":
      return { type: node.type, name: node.name, dtype: printDType(node.dtype), shape: node.shape };
    case "op":
      return { type: node.type, op: node.op, args: writeArgs(node, indexOf) };
    case "sortKey":
      return { type: node.type, value: indexOf(node.value), descending: node.descending, nulls: node.nulls };
    case "lambda":
      return { type: node.type, params: node.params.map(indexOf), body: indexOf(node.body) };
    case "window":
      return {
        type: node.type,
        func: indexOf(node.func),
        partitionBy: node.partitionBy.map(indexOf),
        orderBy: node.orderBy.map(indexOf),
        frame: node.frame && {
          unit: node.frame.unit,
          start: writeBound(node.frame.start, indexOf),
          end: writeBound(node.frame.end, indexOf),
        },
      };
    case "subquery":
      return {
        type: node.type,
        how: node.kind,
        relation: indexOf(node.relation),
        value: node.value && indexOf(node.value),
      };
  }
}

/** Serializes a frame bound; a reference to a value is wrapped to distinguish it from a number. */
const writeBound = (bound: FrameBound, indexOf: RefOf): unknown =>
  typeof bound === "object" ? { value: indexOf(bound) } : bound;

function writeArgs(node: Op, indexOf: RefOf): { readonly [name: string]: unknown } {
  const argEntries: [string, unknown][] = [];
  for (const [name, spec] of Object.entries(specOf(node.op).args)) {
    const arg = node.args[name];
    if (arg === undefined) continue;
    if (spec.kind === "option") argEntries.push([name, writeOption(arg, spec.optionKind)]);
    else if (Array.isArray(arg)) argEntries.push([name, arg.map((a: Node) => indexOf(a))]);
    else argEntries.push([name, indexOf(arg as Node)]); // arguments of the remaining kinds are nodes
  }
  return Object.fromEntries(argEntries);
}

/** Serializes an option with the converter of its kind. */
export const writeOption = (option: unknown, kind: OptionKind<never> | undefined): unknown =>
  kind?.write ? kind.write(option as never) : option; // the option was validated when the operation was built
