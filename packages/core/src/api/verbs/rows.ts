import { isStruct } from "../../dtype/kinds.js";
import { op } from "../../ir/op.js";
import { elementOf } from "../../ir/ops/nested.js";
import type { Relation } from "../../ir/relation.js";
import * as r from "../../ir/relation.js";
import type { Value } from "../../ir/value.js";
import { field } from "../../ir/value.js";

/** The cells of a row, by the name of their column. */
export type Cells = ReadonlyMap<string, Value>;

/** Several rows for each row of a relation, all of the same names: some of its columns, then the cells. One pass over the relation. */
export function rowsFromEach(relation: Relation, kept: readonly string[], rows: readonly Cells[]): Relation {
  const structs = rows.map((cells) => op("StructConstruct", { names: [...cells.keys()], args: [...cells.values()] }));
  const list = op("ArrayConstruct", { args: structs });
  let name = "row";
  while (kept.includes(name)) name = `_${name}`;
  const entries = new Map<string, Value>(kept.map((column) => [column, field(relation, column)]));
  const listed = r.selection(relation, entries.set(name, list));
  const element = elementOf(list.dtype);
  const schema = new Map(listed.schema).set(name, element);
  const unnested = r.unnest(listed, field(listed, name), name, null, false, schema);
  const outputs = new Map<string, Value>(kept.map((column) => [column, field(unnested, column)]));
  for (const cell of isStruct(element) ? Object.keys(element.fields) : [])
    outputs.set(cell, op("StructField", { arg: field(unnested, name), field: cell }));
  return r.selection(unnested, outputs);
}
