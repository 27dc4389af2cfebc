import type { DType } from "../../dtype/dtype.js";
import { AvocetError } from "../../errors.js";
import { elementwise, option, reduction, values } from "../define.js";
import { dtypeOption, flag, identifier, oneOf, path } from "../options.js";

/** When the result of a function may be NULL: where an argument is, never, or always possibly. */
export type NullRule = "strict" | "never" | "always";

const called = {
  args: values(),
  name: option(identifier),
  schema: option(path),
  returns: option(dtypeOption),
  nulls: option(oneOf("strict", "never", "always")),
  deterministic: option(flag),
};
const returned = (a: { readonly name?: string | undefined; readonly returns?: DType | undefined }): DType => {
  if (a.name !== undefined && a.returns) return a.returns;
  throw new AvocetError("invalid-argument", "a function of the engine needs its name and the dtype that it returns");
};
const random = (a: { readonly deterministic?: boolean | undefined }): boolean => a.deterministic === false;

/** Functions of the engine that the catalogue does not know, as `udf` binds them. */
export const udfOps = {
  ScalarUdf: elementwise("A function of the engine, by name, of values of the row.", called, {
    dtype: returned,
    nulls: (a) => (a.nulls === "strict" ? a.args.some((v) => v.dtype.nullable) : a.nulls !== "never"),
    impure: random,
  }),
  AggregateUdf: reduction("An aggregate function of the engine, by name.", called, {
    dtype: returned,
    nulls: (a) => a.nulls !== "never",
    impure: random,
  }),
};
