import type { Bool, DType, Or } from "../../dtype/dtype.js";
import { printDType } from "../../dtype/print.js";
import { AvocetError } from "../../errors.js";
import { relationsOf } from "../../ir/intern.js";
import type { Relation } from "../../ir/relation.js";
import { subqueryDType } from "../../ir/schemas.js";
import type { Value } from "../../ir/value.js";
import { subquery } from "../../ir/value.js";
import type { Peer } from "../operand/operand.js";

/** A table of one column whose values can be compared with a column of `D`. */
export interface ValueTable<D extends DType = DType> {
  readonly relation: Relation;
  readonly schema: { readonly [name: string]: Peer<D> };
}
/** Whether a value is in a table: NULL where the value is, or where it is not found and the table holds a NULL. */
export type InTable<D extends DType, T extends ValueTable<D>> = Bool<
  Or<D["nullable"], T["schema"][keyof T["schema"]]["nullable"]>
>;

/** Whether a value is among those of a table of one column. */
export function inTableNode(value: Value, { relation }: ValueTable): Value {
  const dtype = subqueryDType("in", relation, value);
  if (dtype) return subquery("in", relation, value, dtype, relationsOf(relation));
  const [only, second] = relation.schema.values();
  if (!only || second)
    throw new AvocetError("invalid-shape", `isin wants a table of one column, this one has ${relation.schema.size}`, {
      hint: "Select one column first.",
    });
  throw new AvocetError(
    "invalid-argument",
    `${printDType(value.dtype)} is not found among values of ${printDType(only)}`,
    { hint: "Cast one of them with .cast(dtype), so that both are of one kind." },
  );
}
