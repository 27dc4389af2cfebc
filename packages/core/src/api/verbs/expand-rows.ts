import { isStruct } from "../../dtype/kinds.js";
import { op } from "../../ir/op.js";
import { elementOf } from "../../ir/ops/nested.js";
import type { Relation } from "../../ir/relation.js";
import * as r from "../../ir/relation.js";
import type { Value } from "../../ir/value.js";
import { field } from "../../ir/value.js";

/** The values of a row by column name. */
export type Cells = ReadonlyMap<string, Value>;

/**
 * Expands each row of a relation into several rows, all with the same columns: those in `passthrough`, then the cells.
 * The rows are built as an array of structs and unnested, so the relation is read once.
 */
export function expandRows(relation: Relation, passthrough: readonly string[], rows: readonly Cells[]): Relation {
  const structs = rows.map((cells) => op("StructConstruct", { names: [...cells.keys()], args: [...cells.values()] }));
  const list = op("ArrayConstruct", { args: structs });
  let name = "row";
  while (passthrough.includes(name)) name = `_${name}`;
  const entries = new Map<string, Value>(passthrough.map((column) => [column, field(relation, column)]));
  const withList = r.selection(relation, entries.set(name, list));
  const element = elementOf(list.dtype);
  const schema = new Map(withList.schema).set(name, element);
  const unnested = r.unnest(withList, field(withList, name), name, null, false, schema);
  const outputs = new Map<string, Value>(passthrough.map((column) => [column, field(unnested, column)]));
  for (const cell of isStruct(element) ? Object.keys(element.fields) : [])
    outputs.set(cell, op("StructField", { arg: field(unnested, name), field: cell }));
  return r.selection(unnested, outputs);
}
