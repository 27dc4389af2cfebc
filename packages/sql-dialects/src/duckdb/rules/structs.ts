import type { DType } from "@avocet/core";
import { isInteger } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import { call, stringLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { record } from "./lambda.js";

/** A value inside of a list or struct: a whole literal would have the smallest type that holds it. */
export const ofOwnType = (value: Sql, dtype: DType, context: Pick<RuleContext, "cast">): Sql =>
  value.kind === "literal" && isInteger(dtype) ? context.cast(value, dtype) : value;

export const structRules = {
  StructConstruct: ({ names = [], args }, context) =>
    record(
      args.map((value, i) => {
        const own = context.node.args.args[i];
        return [names[i] ?? "", own ? ofOwnType(value, own.dtype, context) : value];
      }),
    ),
  StructField: ({ arg, field = "" }) => call("STRUCT_EXTRACT", arg, stringLiteral(field)),
} satisfies Partial<Rules>;
