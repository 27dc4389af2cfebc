import type { DType, Kind } from "../../dtype/dtype.js";
import type { Value } from "../../ir/value.js";
import type { AnyColumn } from "../operand/operand.js";
import type { Column } from "./column.js";

type ColumnClass = new (node: Value, name: string | null) => AnyColumn;
let classes: ReadonlyMap<Kind, ColumnClass> = new Map();

/** The class of each kind of column; set once by the module that defines them, which all import this one. */
export function setColumnClasses(list: ReadonlyMap<Kind, ColumnClass>): void {
  classes = list;
}

/** The column of a node, with the methods of its dtype. */
export function columnOf<D extends DType, N extends string | null = null, O extends string | null = null>(
  node: Value,
  name: N,
): Column<D, N, O> {
  const Class = classes.get(node.dtype.kind);
  if (!Class) throw new TypeError(`no column class for ${node.dtype.kind}`);
  return new Class(node, name) as unknown as Column<D, N, O>; // the class is picked by the kind, which the map of column types is keyed by
}

/** An unnamed column whose dtype the catalogue computed; `C` is the same dtype as the compiler knows it. */
export const columnFrom = <C extends AnyColumn>(node: Value): C => columnOf<DType>(node, null) as unknown as C;
