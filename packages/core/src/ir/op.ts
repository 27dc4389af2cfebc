import type { DType } from "../dtype/dtype.js";
import { withNull } from "../dtype/dtype.js";
import { printDType } from "../dtype/print.js";
import { checkSize } from "../dtype/size.js";
import { AvocetError } from "../errors.js";
import type { ArgSpecs, OpSpec } from "./define.js";
import { idOf, idsOf, intern, NodeFlag, unionRelations, unionTraits } from "./intern.js";
import type { ArgsOf, OpName } from "./operations.js";
import { operations } from "./operations.js";
import type { OptionKind } from "./options.js";
import type { Relation } from "./relation.js";
import type { Lambda, Op, Shape, SortKey, Value } from "./value.js";

/** An operation of the catalogue with the types of its own arguments. */
export interface OpOf<K extends OpName> extends Op {
  readonly op: K;
  readonly args: ArgsOf<K> & Op["args"];
}

/** The entry of the catalogue, without the types of its own arguments. */
export const specOf = (name: string): OpSpec<ArgSpecs> => operations[name as OpName] as unknown as OpSpec<ArgSpecs>; // each entry takes just its own arguments, and a node has a name of the catalogue
const opNames: ReadonlySet<string> = new Set(Object.keys(operations));
export const isOpName = (name: string): name is OpName => opNames.has(name);

/** A child of an operation, by the name of the argument. */
export type Child = Value | SortKey | Lambda;

/** The arguments of an operation that are nodes of the graph, in the catalogue's order. */
export function childrenOfOp(node: Op): readonly Child[] {
  let known = children.get(node);
  if (!known) {
    known = listChildren(node);
    children.set(node, known);
  }
  return known;
}
const children = new WeakMap<Op, readonly Child[]>();
function listChildren(node: Op): readonly Child[] {
  const found: Child[] = [];
  for (const [name, spec] of Object.entries(specOf(node.op).args)) {
    const arg = node.args[name];
    if (arg === undefined || spec.kind === "option" || spec.kind === "relation") continue;
    for (const child of Array.isArray(arg) ? arg : [arg]) found.push(child as Child); // the catalogue says that these are nodes
  }
  return found;
}

/** The same operation on other children, given in the order of {@link childrenOfOp}. */
export function withChildren(node: Op, children: readonly Child[], relation?: (r: Relation) => Relation): Op {
  const args: Record<string, unknown> = { ...node.args };
  let next = 0;
  for (const [name, spec] of Object.entries(specOf(node.op).args)) {
    const arg = args[name];
    if (arg === undefined || spec.kind === "option") continue;
    if (spec.kind === "relation") {
      if (relation) args[name] = relation(arg as Relation);
    } else if (Array.isArray(arg)) args[name] = arg.map(() => children[next++]);
    else args[name] = children[next++];
  }
  return makeOp(node.op, args);
}

/** Builds an operation; its dtype and shape follow from the catalogue. Refuses an argument of the wrong dtype. */
export function op<K extends OpName>(name: K, args: ArgsOf<K>): OpOf<K> {
  return makeOp(name, args as Record<string, unknown>) as OpOf<K>; // made from just these
}

/** {@link op} for arguments whose names are known only at run time; it checks them against the catalogue all the same. */
export function makeOp(name: string, given: Record<string, unknown>): Op {
  const spec = specOf(name);
  const args: Record<string, unknown> = {};
  const keys: string[] = [];
  const nodes: Child[] = [];
  const relations: Relation[] = [];
  for (const [arg, argSpec] of Object.entries(spec.args)) {
    const value = given[arg];
    if (value === undefined) {
      if (argSpec.kind === "value" || argSpec.kind === "values" || argSpec.kind === "lambda")
        throw new AvocetError("invalid-argument", `${name} needs ${arg}`);
      keys.push("");
      continue;
    }
    args[arg] = Array.isArray(value) ? Object.freeze([...value]) : value;
    if (argSpec.kind === "option") {
      checkOption(name, arg, argSpec.of, value);
      keys.push(JSON.stringify(value));
    } else if (argSpec.kind === "relation") {
      relations.push(value as Relation);
      keys.push(`r${idOf(value as Relation)}`);
    } else {
      const children = (Array.isArray(value) ? value : [value]) as Child[];
      if (argSpec.kind === "value" || argSpec.kind === "optional" || argSpec.kind === "values")
        for (const child of children) checkArgument(name, arg, argSpec.accepts, child as Value);
      for (const child of children) nodes.push(child);
      keys.push(Array.isArray(value) ? `[${idsOf(children)}]` : String(idOf(value as object)));
    }
  }
  const values = nodes.map(childValue);
  // Each rule reads just the arguments of its own entry, which have been checked above; `never` stands for those.
  const base = typeof spec.dtype === "function" ? spec.dtype(args as never) : spec.dtype;
  const nullable =
    typeof spec.nulls === "function"
      ? spec.nulls(args as never)
      : spec.nulls === "strict"
        ? values.some((v) => v.dtype.nullable)
        : spec.nulls === "always";
  const dtype = withNull(base, base.kind === "null" || nullable);
  const impure = spec.impure?.(args as never) ? NodeFlag.impure : 0;
  const shape: Shape =
    spec.role === "reduction"
      ? "scalar"
      : impure !== 0 || spec.role === "analytic" || spec.role === "impure" || values.some((v) => v.shape === "columnar")
        ? "columnar"
        : "scalar";
  if (base.kind === "array" || base.kind === "map" || base.kind === "struct") checkSize(base);
  const traits = unionTraits(nodes) | impure | ROLE_TRAITS[spec.role] | (OWN_TRAITS[name] ?? 0);
  const mentioned = unionRelations(nodes);
  return intern(
    `op|${name}|${printDType(dtype)}|${keys.join("|")}`,
    (): Op => ({ type: "op", op: name, args: Object.freeze(args) as Op["args"], dtype, shape }), // checked against the catalogue above
    relations.length ? new Set([...mentioned, ...relations]) : mentioned,
    traits,
  );
}

const OWN_TRAITS: Readonly<Record<string, number>> = { Unnest: NodeFlag.unnest, Grouping: NodeFlag.grouping };
const ROLE_TRAITS = {
  elementwise: 0,
  reduction: NodeFlag.reduction,
  analytic: NodeFlag.analytic,
  impure: NodeFlag.impure,
};

export const childValue = (child: Child): Value =>
  child.type === "sortKey" ? child.value : child.type === "lambda" ? child.body : child;

function checkOption(name: string, arg: string, kind: OptionKind<never> | undefined, value: unknown): void {
  if (kind && !kind.test(value))
    throw new AvocetError("invalid-argument", `${name} takes ${kind.label} as ${arg}, not ${shown(value)}`);
}
const shown = (value: unknown): string => (typeof value === "object" ? JSON.stringify(value) : String(value));

function checkArgument(
  name: string,
  arg: string,
  accepts: { readonly label: string; readonly test: (d: DType) => boolean },
  value: Value,
): void {
  if (value.dtype.kind !== "null" && !accepts.test(value.dtype))
    throw new AvocetError(
      "invalid-argument",
      `${name} takes ${accepts.label} as ${arg}, not ${printDType(value.dtype)}`,
    );
}
