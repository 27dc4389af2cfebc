import type { DType } from "@avocet/core";
import { isInteger } from "@avocet/core";
import type { RuleContext, Rules } from "../../dialect.js";
import { call, text } from "../../sql/build.js";
import type { Operand, Sql } from "../../sql/expr.js";
import { Level } from "../../sql/expr.js";

/** A value inside of a list or struct: a whole literal would have the smallest type that holds it. */
export const ofOwnType = (value: Sql, dtype: DType, context: Pick<RuleContext, "cast">): Sql =>
  value.kind === "literal" && isInteger(dtype) ? context.cast(value, dtype) : value;

export const structRules = {
  StructConstruct: ({ names = [], args }, context) => {
    const parts: (string | Operand)[] = ["{"];
    args.forEach((value, i) => {
      const own = context.node.args.args[i];
      const typed = own ? ofOwnType(value, own.dtype, context) : value;
      parts.push(i > 0 ? ", " : "", { sql: text(names[i] ?? ""), least: Level.any }, ": ");
      parts.push({ sql: typed, least: Level.any });
    });
    return { kind: "text", parts: [...parts, "}"], level: Level.atom };
  },
  StructField: ({ arg, field = "" }) => call("STRUCT_EXTRACT", arg, text(field)),
} satisfies Partial<Rules>;
