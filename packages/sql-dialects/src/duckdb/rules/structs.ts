import type { DType } from "@avocet/core";
import { isInteger } from "@avocet/core/dialect";
import type { RuleContext, Rules } from "../../dialect.js";
import { call, stringLiteral } from "../../sql/build.js";
import type { Sql } from "../../sql/expr.js";
import { record } from "./lambda.js";

/** Casts an integer literal in a list or struct, which would otherwise have the smallest type that fits. */
export const castIntegerLiteral = (value: Sql, dtype: DType, context: Pick<RuleContext, "cast">): Sql =>
  value.kind === "literal" && isInteger(dtype) ? context.cast(value, dtype) : value;

/** Rules for structs. */
export const structRules = {
  StructConstruct: ({ names = [], args }, context) =>
    record(
      args.map((value, i) => {
        const valueNode = context.node.args.args[i];
        return [names[i] ?? "", valueNode ? castIntegerLiteral(value, valueNode.dtype, context) : value];
      }),
    ),
  StructField: ({ arg, field = "" }) => call("STRUCT_EXTRACT", arg, stringLiteral(field)),
} satisfies Partial<Rules>;
