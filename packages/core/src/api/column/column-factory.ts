import type { DType, Kind } from "../../dtype/dtype.js";
import type { Value } from "../../ir/value.js";
import type { AnyColumn } from "../operand/operand.js";
import type { Column } from "./column.js";

type ColumnClass = new (node: Value, name: string | null) => AnyColumn;
let columnClasses: ReadonlyMap<Kind, ColumnClass> = new Map();

/** Registers the class of each kind of column. The classes import this module, so it cannot import them. */
export function setColumnClasses(classes: ReadonlyMap<Kind, ColumnClass>): void {
  columnClasses = classes;
}

/** Constructs the column of a node, with the methods of its dtype. */
export function columnOf<D extends DType, N extends string | null = null, O extends string | null = null>(
  node: Value,
  name: N,
): Column<D, N, O> {
  const Class = columnClasses.get(node.dtype.kind);
  if (!Class) throw new TypeError(`Internal error: no column class is registered for ${node.dtype.kind}`);
  return new Class(node, name) as unknown as Column<D, N, O>; // the kind selects the class and the type alike
}

/** Constructs an unnamed column; `C` is the type of the node's dtype. */
export const columnFrom = <C extends AnyColumn>(node: Value): C => columnOf<DType>(node, null) as unknown as C;
