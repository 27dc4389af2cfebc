import { sameDType } from "../dtype/promote.js";
import type { Node } from "../ir/graph.js";
import { isRelation, referencesOf } from "../ir/graph.js";
import { relationsOf } from "../ir/intern.js";
import { specOf } from "../ir/op.js";
import type { RecursiveReference, Relation } from "../ir/relation.js";
import type { Argument } from "../ir/value.js";
import { invalidJson } from "./json-checks.js";

/** The free names of a node: parameters of lambdas and recursive references that an enclosing node must bind. */
type FreeNames = ReadonlySet<Argument | RecursiveReference>;
const NO_NAMES: FreeNames = new Set();
/** Limit per node. Real expressions stay far below; without a limit, a short text could use a lot of memory. */
const MAX_COUNT = 256;

/**
 * Checks, as nodes are read in order, that lambda parameters, recursive references and outer columns are used in scope.
 */
export class ScopeChecker {
  private readonly freeNames = new Map<Node, FreeNames>();

  add(node: Node, path: string): void {
    if (this.freeNames.has(node)) return;
    if (relationsOf(node).size > MAX_COUNT)
      throw invalidJson(path, `refers to columns of more than ${MAX_COUNT} relations`);
    this.freeNames.set(node, this.computeFreeNames(node, path));
  }
  private computeFreeNames(node: Node, path: string): FreeNames {
    if (node.type === "argument" || node.type === "recursiveReference") return new Set([node]);
    if (node.type === "recursion") {
      const bound = [...this.freeNamesIn(node.step)].filter(
        (freeName) => freeName.type === "recursiveReference" && freeName.name === node.name,
      );
      for (const reference of bound)
        if (reference.type === "recursiveReference" && !hasSameColumns(reference, node.base))
          throw invalidJson(path, "the recursive reference does not have the columns of the base");
    }
    let union = NO_NAMES;
    for (const ref of referencesOf(node)) {
      const childNames = this.freeNamesIn(ref);
      const remaining =
        node.type === "recursion" && ref === node.step
          ? excluding(childNames, (freeName) => freeName.name === node.name)
          : childNames;
      union = unionOf(union, remaining);
    }
    if (node.type === "lambda")
      return excluding(union, (freeName) => freeName.type === "argument" && node.params.includes(freeName));
    if (union.size > MAX_COUNT) throw invalidJson(path, `has more than ${MAX_COUNT} free names`);
    if (isAggregateOrWindow(node) && [...union].some((freeName) => freeName.type === "argument"))
      throw invalidJson(path, "aggregates and window functions cannot be used in a lambda on its elements");
    return union;
  }
  private freeNamesIn(node: Node): FreeNames {
    return this.freeNames.get(node) ?? NO_NAMES;
  }

  /** Throws if the root has free names or refers to outer columns. */
  checkRoot(root: Node, path: string): void {
    for (const freeName of this.freeNamesIn(root))
      throw invalidJson(
        path,
        freeName.type === "argument"
          ? `the parameter ${freeName.name} is used outside of its lambda`
          : `the recursive table ${freeName.name} is used outside of its recursion`,
      );
    if (!isRelation(root)) return;
    for (const outer of relationsOf(root))
      throw invalidJson(
        path,
        `refers to columns of a relation that is not in scope: ${[...outer.schema.keys()].join(", ")}`,
      );
  }
}

const excluding = (
  freeNames: FreeNames,
  isExcluded: (freeName: Argument | RecursiveReference) => boolean,
): FreeNames =>
  freeNames.size === 0 ? freeNames : new Set([...freeNames].filter((freeName) => !isExcluded(freeName)));
const unionOf = (a: FreeNames, b: FreeNames): FreeNames =>
  b.size === 0 || a === b ? a : a.size === 0 ? b : new Set([...a, ...b]);

const isAggregateOrWindow = (node: Node): boolean =>
  node.type === "window" ||
  (node.type === "op" && (specOf(node.op).role === "aggregate" || specOf(node.op).role === "analytic"));

function hasSameColumns(a: Relation, b: Relation): boolean {
  if (a.schema.size !== b.schema.size) return false;
  const otherColumns = b.schema.entries();
  for (const [name, dtype] of a.schema) {
    const [otherName, otherDType] = otherColumns.next().value ?? ["", dtype];
    if (otherName !== name || !sameDType(dtype, otherDType)) return false;
  }
  return true;
}
