import type { Rules } from "../../dialect.js";
import { commaList, sql } from "../../sql/build.js";
import { widenTo } from "../cast.js";
import { fieldLabel, structField } from "../scope.js";

export const structRules = {
  StructConstruct: ({ names = [], args }, context) => {
    const nodes = context.node.args.args;
    const fields = args.map((value, i) => {
      const dtype = nodes[i]?.dtype;
      return sql`${dtype ? widenTo(value, dtype, dtype, context) : value} AS ${fieldLabel(names[i] ?? "")}`;
    });
    return sql`STRUCT(${commaList(fields)})`;
  },
  StructField: ({ arg, field: fieldName = "" }) => structField(arg, fieldName),
} satisfies Partial<Rules>;
