import type { DType } from "../../dtype/dtype.js";
import { struct } from "../../dtype/dtype.js";
import { AvocetError } from "../../errors.js";
import { elementwise, option, structArg, value, values } from "../define.js";
import { stringOption, stringsOption } from "../options.js";
import type { Value } from "../value.js";
import { fieldOf } from "./nested.js";

function structOf({
  names = [],
  args,
}: {
  readonly names?: readonly string[] | undefined;
  readonly args: readonly Value[];
}): DType {
  if (names.length !== args.length || new Set(names).size !== names.length || names.length === 0 || names.includes(""))
    throw new AvocetError(
      "invalid-argument",
      "A struct requires one or more values with distinct, non-empty field names",
    );
  return struct(Object.fromEntries(args.map((v, i) => [names[i] ?? "", v.dtype])));
}

export const structOps = {
  /** Struct of named values. */
  StructConstruct: elementwise(
    { names: option(stringsOption), args: values() },
    {
      dtype: structOf,
      nulls: "never",
    },
  ),
  /** Field of a struct. */
  StructField: elementwise(
    { arg: value(structArg), field: option(stringOption) },
    {
      dtype: (a) => fieldOf(a.arg.dtype, a.field),
      nulls: (a) => a.arg.dtype.nullable || fieldOf(a.arg.dtype, a.field).nullable,
    },
  ),
};
