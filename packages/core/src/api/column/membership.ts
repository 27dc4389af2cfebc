import type { Bool, DType, Or } from "../../dtype/dtype.js";
import { printDType } from "../../dtype/print.js";
import { AvocetError } from "../../errors.js";
import { relationsOf } from "../../ir/intern.js";
import type { Relation } from "../../ir/relation.js";
import { subqueryDType } from "../../ir/schemas.js";
import type { Value } from "../../ir/value.js";
import { subquery } from "../../ir/value.js";
import type { ComparableDType } from "../operand/operand.js";

/** A one-column table whose values can be compared with a column of `D`. */
export interface ValueTable<D extends DType = DType> {
  readonly relation: Relation;
  readonly schema: { readonly [name: string]: ComparableDType<D> };
}
/** The dtype of a membership test: nullable if the value or the table's column is. */
export type InTable<D extends DType, T extends ValueTable<D>> = Bool<
  Or<D["nullable"], T["schema"][keyof T["schema"]]["nullable"]>
>;

/** Test whether a value occurs in a one-column table: an IN subquery. */
export function inTableNode(value: Value, { relation }: ValueTable): Value {
  const dtype = subqueryDType("in", relation, value);
  if (dtype) return subquery("in", relation, value, dtype, relationsOf(relation));
  const [column, second] = relation.schema.values();
  if (!column || second)
    throw new AvocetError(
      "invalid-shape",
      `\`isin\` needs a table of one column, this one has ${relation.schema.size}`,
      {
        hint: "Select one column first.",
      },
    );
  throw new AvocetError(
    "invalid-argument",
    `Cannot compare ${printDType(value.dtype)} with the values of a table of ${printDType(column)}`,
    { hint: "Cast one of them with .cast(dtype) to the dtype of the other." },
  );
}
