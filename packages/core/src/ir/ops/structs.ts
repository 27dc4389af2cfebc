import type { DType } from "../../dtype/dtype.js";
import { struct } from "../../dtype/dtype.js";
import { AvocetError } from "../../errors.js";
import { elementwise, option, structArg, value, values } from "../define.js";
import { anyText, texts } from "../options.js";
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
    throw new AvocetError("invalid-argument", "a struct is one or more values, each under a name of its own");
  return struct(Object.fromEntries(args.map((v, i) => [names[i] ?? "", v.dtype])));
}

export const structOps = {
  StructConstruct: elementwise(
    "A struct of the values under their names.",
    { names: option(texts), args: values() },
    {
      dtype: structOf,
      nulls: "never",
    },
  ),
  StructField: elementwise(
    "A field of the struct.",
    { arg: value(structArg), field: option(anyText) },
    {
      dtype: (a) => fieldOf(a.arg.dtype, a.field),
      nulls: (a) => a.arg.dtype.nullable || fieldOf(a.arg.dtype, a.field).nullable,
    },
  ),
};
