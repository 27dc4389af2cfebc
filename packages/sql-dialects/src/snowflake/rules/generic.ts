import { isArray, isMap, isStruct } from "@avocet/core/backend";
import type { RuleContext, Rules } from "../../dialect.js";
import { unsupported } from "../../dialect.js";
import { call, sql } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { genericRules as standard } from "../../standard/generic.js";
import { castValue, tryCastValue } from "./casts.js";

type Context = Pick<RuleContext, "unsupported"> & {
  readonly node: RuleContext<"Greatest">["node"] | RuleContext<"Least">["node"];
};
/** GREATEST and LEAST are NULL where one of their arguments is. */
const greatestOrLeast =
  (fn: "GREATEST" | "LEAST") =>
  ({ args }: { readonly args: readonly Sql[] }, { node, unsupported: refuse }: Context): Sql => {
    const { dtype } = node;
    if (isArray(dtype) || isMap(dtype) || isStruct(dtype) || dtype.kind === "json" || dtype.kind === "interval")
      throw refuse(`values of ${dtype.kind} have no order in Snowflake`);
    return call(node.args.args.some((arg) => arg.dtype.nullable) ? `${fn}_IGNORE_NULLS` : fn, ...args);
  };

export const genericRules = {
  ...standard,
  Cast: ({ arg, to }, { dtype, node, unsupported: refuse }) => castValue(arg, dtype("arg"), to ?? node.dtype, refuse),
  TryCast: ({ arg, to }, { dtype, node, unsupported: refuse }) => tryCastValue(arg, dtype("arg"), to ?? node.dtype, refuse),
  Greatest: greatestOrLeast("GREATEST"),
  Least: greatestOrLeast("LEAST"),
  Hash: ({ arg }) => call("HASH", arg),
  TypeOf: ({ arg }) => sql`SYSTEM$TYPEOF(${arg})`,
  RowId: unsupported("rows have no numbers of their own", "number them with rowNumber()"),
} satisfies Partial<Rules>;
