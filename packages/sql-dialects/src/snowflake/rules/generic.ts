import { isArray, isMap, isStruct } from "@avocet/core/dialect";
import type { RuleContext, Rules } from "../../dialect.js";
import { unsupported } from "../../dialect.js";
import { call, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { genericRules as standard } from "../../standard/generic.js";
import { castValue, tryCastValue } from "./casts.js";

type Context = Pick<RuleContext, "unsupported"> & {
  readonly node: RuleContext<"Greatest">["node"] | RuleContext<"Least">["node"];
};
/** GREATEST and LEAST return NULL if any argument is NULL, unlike their _IGNORE_NULLS variants. */
const greatestOrLeast =
  (fn: "GREATEST" | "LEAST") =>
  ({ args }: { readonly args: readonly Sql[] }, { node, unsupported: refuse }: Context): Sql => {
    const { dtype } = node;
    if (isArray(dtype) || isMap(dtype) || isStruct(dtype) || dtype.kind === "json" || dtype.kind === "interval")
      throw refuse(`values of type ${dtype.kind} cannot be ordered`);
    return call(node.args.args.some((arg) => arg.dtype.nullable) ? `${fn}_IGNORE_NULLS` : fn, ...args);
  };

export const genericRules = {
  ...standard,
  Cast: ({ arg, to }, { dtype, node, unsupported: refuse }) => castValue(arg, dtype("arg"), to ?? node.dtype, refuse),
  TryCast: ({ arg, to }, { dtype, node, unsupported: refuse }) =>
    tryCastValue(arg, dtype("arg"), to ?? node.dtype, refuse),
  Greatest: greatestOrLeast("GREATEST"),
  Least: greatestOrLeast("LEAST"),
  Hash: ({ arg }) => call("HASH", arg),
  TypeOf: ({ arg }) => sql`SYSTEM$TYPEOF(${arg})`,
  RowId: unsupported("Snowflake has no row ids", "use rowNumber()"),
} satisfies Partial<Rules>;
