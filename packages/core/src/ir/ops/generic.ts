import type { DType } from "../../dtype/dtype.js";
import { int64, nullable, nullType, string } from "../../dtype/dtype.js";
import { printDType } from "../../dtype/print.js";
import { commonDType } from "../../dtype/promote.js";
import { AvocetError } from "../../errors.js";
import { boolArg, dtypeOfArg, elementwise, impure, option, optional, relationArg, value, values } from "../define.js";
import { dtypeOption } from "../options.js";
import type { Value } from "../value.js";

/** The common dtype of the values. Throws `invalid-argument` if there is none. */
export function commonOf(valueList: readonly Value[]): DType {
  let common: DType = nullType;
  for (const { dtype } of valueList) {
    const widened = commonDType(common, dtype);
    if (!widened)
      throw new AvocetError(
        "invalid-argument",
        `${printDType(nullable(dtype))} cannot be compared or combined with ${printDType(nullable(common))}`,
        { hint: "Cast one of them to the kind of the other with .cast(dtype)." },
      );
    common = widened;
  }
  return common;
}
const areAllNullable = (valueList: readonly Value[]): boolean => valueList.every((v) => v.dtype.nullable);

export const genericOps = {
  /** Cast to another dtype; an error if the value cannot be converted. */
  Cast: elementwise({ arg: value(), to: option(dtypeOption) }, { dtype: (a) => a.to ?? nullType }),
  /** Cast to another dtype; NULL if the value cannot be converted. */
  TryCast: elementwise({ arg: value(), to: option(dtypeOption) }, { dtype: (a) => a.to ?? nullType, nulls: "always" }),
  /** First value that is not NULL. */
  Coalesce: elementwise(
    { args: values() },
    {
      dtype: (a) => commonOf(a.args),
      nulls: (a) => areAllNullable(a.args),
    },
  ),
  /** Largest of the values; NULLs are skipped. */
  Greatest: elementwise(
    { args: values() },
    {
      dtype: (a) => commonOf(a.args),
      nulls: (a) => areAllNullable(a.args),
    },
  ),
  /** Smallest of the values; NULLs are skipped. */
  Least: elementwise(
    { args: values() },
    {
      dtype: (a) => commonOf(a.args),
      nulls: (a) => areAllNullable(a.args),
    },
  ),
  /** NULL if both are equal, otherwise the first. */
  NullIf: elementwise(
    { arg: value(), other: value() },
    {
      dtype: dtypeOfArg("arg"),
      nulls: "always",
    },
  ),
  /** `yes` if the condition is true, `no` if it is false or NULL. */
  IfElse: elementwise(
    { condition: value(boolArg), yes: value(), no: value() },
    {
      dtype: (a) => commonOf([a.yes, a.no]),
      nulls: (a) => a.yes.dtype.nullable || a.no.dtype.nullable,
    },
  ),
  /** Result for the first condition that is true, otherwise the default. */
  Case: elementwise(
    { conditions: values(boolArg), results: values(), otherwise: optional() },
    {
      dtype: (a) => commonOf([...a.results, ...(a.otherwise ? [a.otherwise] : [])]),
      nulls: (a) => !a.otherwise || [...a.results, a.otherwise].some((v) => v.dtype.nullable),
    },
  ),
  /** Hash as an integer; equal values have equal hashes, but engines differ. */
  Hash: elementwise(
    { arg: value() },
    {
      dtype: int64,
      nulls: "never",
    },
  ),
  /** Engine-specific name of the type. */
  TypeOf: elementwise({ arg: value() }, { dtype: string, nulls: "never" }),
  /** 1 if the grouping key is rolled up in this row of ROLLUP, CUBE or GROUPING SETS, otherwise 0. */
  Grouping: elementwise({ arg: value() }, { dtype: int64, nulls: "never" }),
  /** Engine-specific number of the physical row of a table. */
  RowId: impure({ table: relationArg }, { dtype: int64 }),
};
