import { sameDType } from "../dtype/promote.js";
import type { Node } from "../ir/graph.js";
import { isRelation, refsOf } from "../ir/graph.js";
import { relationsOf } from "../ir/intern.js";
import { specOf } from "../ir/op.js";
import type { RecursiveReference, Relation } from "../ir/relation.js";
import type { Argument } from "../ir/value.js";
import { invalid } from "./shape.js";

/** What a node refers to that something around it must bring: parameters of lambdas, rows of recursions. */
type Free = ReadonlySet<Argument | RecursiveReference>;
const NONE: Free = new Set();
/** No expression that a person writes comes near; more would let a short text take a large memory. */
const MOST = 256;

/** Watches, as nodes are read one after the other, that each name is used only where it means something. */
export class Bindings {
  private readonly free = new Map<Node, Free>();

  add(node: Node, where: string): void {
    if (this.free.has(node)) return;
    if (relationsOf(node).size > MOST) throw invalid(where, `it refers to the columns of more than ${MOST} relations`);
    this.free.set(node, this.freeOf(node, where));
  }
  private freeOf(node: Node, where: string): Free {
    if (node.type === "argument" || node.type === "recursiveReference") return new Set([node]);
    if (node.type === "recursion") {
      const bound = [...this.of(node.step)].filter((f) => f.type === "recursiveReference" && f.name === node.name);
      for (const reference of bound)
        if (reference.type === "recursiveReference" && !sameColumns(reference, node.base))
          throw invalid(where, "the recursive reference has other columns than the base");
    }
    let union = NONE;
    for (const ref of refsOf(node)) {
      const more = this.of(ref);
      const left = node.type === "recursion" && ref === node.step ? without(more, (f) => f.name === node.name) : more;
      union = both(union, left);
    }
    if (node.type === "lambda") return without(union, (f) => f.type === "argument" && node.params.includes(f));
    if (union.size > MOST) throw invalid(where, `more than ${MOST} names are free in it`);
    if (reducesRows(node) && [...union].some((f) => f.type === "argument"))
      throw invalid(where, "an element of an array has no rows around it to reduce");
    return union;
  }
  private of(node: Node): Free {
    return this.free.get(node) ?? NONE;
  }

  /** Refuses a root that hangs on something around it. */
  checkRoot(root: Node, where: string): void {
    for (const f of this.of(root))
      throw invalid(
        where,
        f.type === "argument"
          ? `the parameter ${f.name} is used outside of its lambda`
          : `the recursive table ${f.name} is used outside of its recursion`,
      );
    if (!isRelation(root)) return;
    for (const outer of relationsOf(root))
      throw invalid(where, `it refers to columns of a relation around it: ${[...outer.schema.keys()].join(", ")}`);
  }
}

const without = (free: Free, gone: (f: Argument | RecursiveReference) => boolean): Free =>
  free.size === 0 ? free : new Set([...free].filter((f) => !gone(f)));
const both = (a: Free, b: Free): Free => (b.size === 0 || a === b ? a : a.size === 0 ? b : new Set([...a, ...b]));

const reducesRows = (node: Node): boolean =>
  node.type === "window" ||
  (node.type === "op" && (specOf(node.op).role === "reduction" || specOf(node.op).role === "analytic"));

function sameColumns(a: Relation, b: Relation): boolean {
  if (a.schema.size !== b.schema.size) return false;
  const others = b.schema.entries();
  for (const [name, dtype] of a.schema) {
    const [other, theirs] = others.next().value ?? ["", dtype];
    if (other !== name || !sameDType(dtype, theirs)) return false;
  }
  return true;
}
