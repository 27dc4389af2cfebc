import type { DType } from "../dtype/dtype.js";
import { withNull } from "../dtype/dtype.js";
import { printDType } from "../dtype/print.js";
import { checkSize } from "../dtype/size.js";
import { AvocetError } from "../errors.js";
import type { ArgSpecs, OpSpec } from "./define.js";
import { idOf, idsOf, intern, NodeFlag, unionFlags, unionRelations } from "./intern.js";
import type { ArgsOf, OpName } from "./operations.js";
import { operations } from "./operations.js";
import type { OptionKind } from "./options.js";
import type { Relation } from "./relation.js";
import type { Lambda, Op, Shape, SortKey, Value } from "./value.js";

/** A call of the operation `K`, with its argument types. */
export interface OpOf<K extends OpName> extends Op {
  readonly op: K;
  readonly args: ArgsOf<K> & Op["args"];
}

/** The specification of an operation, without its argument types. */
// Nodes only have names of operations, so the lookup succeeds.
export const specOf = (name: string): OpSpec<ArgSpecs> => operations[name as OpName] as unknown as OpSpec<ArgSpecs>;
const opNames: ReadonlySet<string> = new Set(Object.keys(operations));
export const isOpName = (name: string): name is OpName => opNames.has(name);

/** An argument of an operation that is a node of the value graph. */
export type Child = Value | SortKey | Lambda;

/** The arguments of an operation that are nodes of the value graph, in the order of its specification. */
export function childrenOfOp(node: Op): readonly Child[] {
  let cached = childrenCache.get(node);
  if (!cached) {
    cached = listChildren(node);
    childrenCache.set(node, cached);
  }
  return cached;
}
const childrenCache = new WeakMap<Op, readonly Child[]>();
function listChildren(node: Op): readonly Child[] {
  const childList: Child[] = [];
  for (const [name, spec] of Object.entries(specOf(node.op).args)) {
    const arg = node.args[name];
    if (arg === undefined || spec.kind === "option" || spec.kind === "relation") continue;
    // Arguments of the remaining kinds are nodes.
    for (const child of Array.isArray(arg) ? arg : [arg]) childList.push(child as Child);
  }
  return childList;
}

/** Rebuilds an operation with other children, in the order of {@link childrenOfOp}. */
export function withChildren(node: Op, children: readonly Child[], relation?: (r: Relation) => Relation): Op {
  const args: Record<string, unknown> = { ...node.args };
  let childIndex = 0;
  for (const [name, spec] of Object.entries(specOf(node.op).args)) {
    const arg = args[name];
    if (arg === undefined || spec.kind === "option") continue;
    if (spec.kind === "relation") {
      if (relation) args[name] = relation(arg as Relation);
    } else if (Array.isArray(arg)) args[name] = arg.map(() => children[childIndex++]);
    else args[name] = children[childIndex++];
  }
  return makeOp(node.op, args);
}

/**
 * Builds a call of an operation; dtype and shape follow from its specification. Throws `invalid-argument` if an
 * argument is missing or has the wrong dtype.
 */
export function op<K extends OpName>(name: K, args: ArgsOf<K>): OpOf<K> {
  return makeOp(name, args as Record<string, unknown>) as OpOf<K>; // the node has the arguments that were passed
}

/** Like {@link op}, for operation and argument names that are only known at run time. Performs the same checks. */
export function makeOp(name: string, argValues: Record<string, unknown>): Op {
  const spec = specOf(name);
  const args: Record<string, unknown> = {};
  const keys: string[] = [];
  const nodes: Child[] = [];
  const relations: Relation[] = [];
  for (const [arg, argSpec] of Object.entries(spec.args)) {
    const value = argValues[arg];
    if (value === undefined) {
      if (argSpec.kind === "value" || argSpec.kind === "values" || argSpec.kind === "lambda")
        throw new AvocetError("invalid-argument", `${name} requires the argument ${arg}`);
      keys.push("");
      continue;
    }
    args[arg] = Array.isArray(value) ? Object.freeze([...value]) : value;
    if (argSpec.kind === "option") {
      checkOption(name, arg, argSpec.optionKind, value);
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
  // The rules read only the arguments of their operation, which are validated above, so the cast to `never` is safe.
  const baseDType = typeof spec.dtype === "function" ? spec.dtype(args as never) : spec.dtype;
  const nullable =
    typeof spec.nulls === "function"
      ? spec.nulls(args as never)
      : spec.nulls === "strict"
        ? values.some((v) => v.dtype.nullable)
        : spec.nulls === "always";
  const dtype = withNull(baseDType, baseDType.kind === "null" || nullable);
  const impureFlag = spec.impure?.(args as never) ? NodeFlag.impure : 0;
  const shape: Shape =
    spec.role === "aggregate"
      ? "scalar"
      : impureFlag !== 0 ||
          spec.role === "analytic" ||
          spec.role === "impure" ||
          values.some((v) => v.shape === "columnar")
        ? "columnar"
        : "scalar";
  if (baseDType.kind === "array" || baseDType.kind === "map" || baseDType.kind === "struct") checkSize(baseDType);
  const flags = unionFlags(nodes) | impureFlag | FLAGS_BY_ROLE[spec.role] | (FLAGS_BY_OP[name] ?? 0);
  const referencedRelations = unionRelations(nodes);
  return intern(
    `op|${name}|${printDType(dtype)}|${keys.join("|")}`,
    (): Op => ({ type: "op", op: name, args: Object.freeze(args) as Op["args"], dtype, shape }), // checked above
    relations.length ? new Set([...referencedRelations, ...relations]) : referencedRelations,
    flags,
  );
}

const FLAGS_BY_OP: Readonly<Record<string, number>> = { Unnest: NodeFlag.unnest, Grouping: NodeFlag.grouping };
const FLAGS_BY_ROLE = {
  elementwise: 0,
  aggregate: NodeFlag.aggregate,
  analytic: NodeFlag.analytic,
  impure: NodeFlag.impure,
};

export const childValue = (child: Child): Value =>
  child.type === "sortKey" ? child.value : child.type === "lambda" ? child.body : child;

function checkOption(name: string, arg: string, kind: OptionKind<never> | undefined, value: unknown): void {
  if (kind && !kind.test(value))
    throw new AvocetError("invalid-argument", `${name} expects ${kind.label} as ${arg}, got ${formatOption(value)}`);
}
const formatOption = (value: unknown): string => (typeof value === "object" ? JSON.stringify(value) : String(value));

function checkArgument(
  name: string,
  arg: string,
  accepts: { readonly label: string; readonly test: (d: DType) => boolean },
  value: Value,
): void {
  if (value.dtype.kind !== "null" && !accepts.test(value.dtype))
    throw new AvocetError(
      "invalid-argument",
      `${name} expects ${accepts.label} as ${arg}, got ${printDType(value.dtype)}`,
    );
}
