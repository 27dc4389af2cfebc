import type { DType } from "../../dtype/dtype.js";
import { AvocetError } from "../../errors.js";
import { aggregate, elementwise, option, values } from "../define.js";
import { boolOption, dtypeOption, identifierOption, oneOf, pathOption } from "../options.js";

/** When the result of a function may be NULL: if an argument is NULL (strict), never, or always. */
export type NullRule = "strict" | "never" | "always";

const udfArgs = {
  args: values(),
  name: option(identifierOption),
  schema: option(pathOption),
  returns: option(dtypeOption),
  nulls: option(oneOf("strict", "never", "always")),
  deterministic: option(boolOption),
};
const returnDType = (a: { readonly name?: string | undefined; readonly returns?: DType | undefined }): DType => {
  if (a.name !== undefined && a.returns) return a.returns;
  throw new AvocetError("invalid-argument", "A user-defined function requires a name and a return dtype");
};
const isNonDeterministic = (a: { readonly deterministic?: boolean | undefined }): boolean => a.deterministic === false;

/** Functions of the engine that Avocet has no operation for, declared with `udf`. */
export const udfOps = {
  /** Scalar function of the engine, called by name. */
  ScalarUdf: elementwise(udfArgs, {
    dtype: returnDType,
    nulls: (a) => (a.nulls === "strict" ? a.args.some((v) => v.dtype.nullable) : a.nulls !== "never"),
    impure: isNonDeterministic,
  }),
  /** Aggregate function of the engine, called by name. */
  AggregateUdf: aggregate(udfArgs, {
    dtype: returnDType,
    nulls: (a) => a.nulls !== "never",
    impure: isNonDeterministic,
  }),
};
