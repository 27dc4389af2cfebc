import type { DType } from "../../dtype/dtype.js";
import { int64, nullable, nullType, string } from "../../dtype/dtype.js";
import { printDType } from "../../dtype/print.js";
import { commonDType } from "../../dtype/promote.js";
import { AvocetError } from "../../errors.js";
import { boolArg, elementwise, impure, like, option, optional, relationArg, value, values } from "../define.js";
import { dtypeOption } from "../options.js";
import type { Value } from "../value.js";

/** The dtype that holds all of them. Refuses values that have none in common. */
export function commonOf(list: readonly Value[]): DType {
  let common: DType = nullType;
  for (const { dtype } of list) {
    const next = commonDType(common, dtype);
    if (!next)
      throw new AvocetError(
        "invalid-argument",
        `${printDType(nullable(dtype))} cannot be compared or combined with ${printDType(nullable(common))}`,
        { hint: "Cast one of them with .cast(dtype), so that both are of one kind." },
      );
    common = next;
  }
  return common;
}
const allNullable = (list: readonly Value[]): boolean => list.every((v) => v.dtype.nullable);

export const genericOps = {
  Cast: elementwise(
    "The value as another dtype; an error where it has none.",
    { arg: value(), to: option(dtypeOption) },
    { dtype: (a) => a.to ?? nullType },
  ),
  TryCast: elementwise(
    "The value as another dtype; NULL where it has none.",
    { arg: value(), to: option(dtypeOption) },
    { dtype: (a) => a.to ?? nullType, nulls: "always" },
  ),
  Coalesce: elementwise(
    "The first that is not NULL.",
    { args: values() },
    {
      dtype: (a) => commonOf(a.args),
      nulls: (a) => allNullable(a.args),
    },
  ),
  Greatest: elementwise(
    "The largest; NULLs are passed over.",
    { args: values() },
    {
      dtype: (a) => commonOf(a.args),
      nulls: (a) => allNullable(a.args),
    },
  ),
  Least: elementwise(
    "The smallest; NULLs are passed over.",
    { args: values() },
    {
      dtype: (a) => commonOf(a.args),
      nulls: (a) => allNullable(a.args),
    },
  ),
  NullIf: elementwise(
    "NULL where both are equal, else the first.",
    { arg: value(), other: value() },
    {
      dtype: like("arg"),
      nulls: "always",
    },
  ),
  IfElse: elementwise(
    "One value where the condition is true, another where it is false or NULL.",
    { condition: value(boolArg), yes: value(), no: value() },
    {
      dtype: (a) => commonOf([a.yes, a.no]),
      nulls: (a) => a.yes.dtype.nullable || a.no.dtype.nullable,
    },
  ),
  Case: elementwise(
    "The result beside the first condition that is true, else the default.",
    { conditions: values(boolArg), results: values(), otherwise: optional() },
    {
      dtype: (a) => commonOf([...a.results, ...(a.otherwise ? [a.otherwise] : [])]),
      nulls: (a) => !a.otherwise || [...a.results, a.otherwise].some((v) => v.dtype.nullable),
    },
  ),
  Hash: elementwise(
    "An integer that is equal for equal values, differing by engine.",
    { arg: value() },
    {
      dtype: int64,
      nulls: "never",
    },
  ),
  TypeOf: elementwise("The engine's own name of the type.", { arg: value() }, { dtype: string, nulls: "never" }),
  Grouping: elementwise(
    "1 where the key is rolled up in this row of rollup, cube or grouping sets, else 0.",
    { arg: value() },
    { dtype: int64, nulls: "never" },
  ),
  RowId: impure("A number for the physical row of a table, from the engine.", { table: relationArg }, { dtype: int64 }),
};
