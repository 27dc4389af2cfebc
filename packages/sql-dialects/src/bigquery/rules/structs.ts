import type { Rules } from "../../dialect.js";
import { commaList, sql } from "../../sql/build.js";
import { widened } from "../convert.js";
import { field, label } from "../scope.js";

export const structRules = {
  StructConstruct: ({ names = [], args }, context) => {
    const nodes = context.node.args.args;
    const fields = args.map((value, i) => {
      const dtype = nodes[i]?.dtype;
      return sql`${dtype ? widened(value, dtype, dtype, context) : value} AS ${label(names[i] ?? "")}`;
    });
    return sql`STRUCT(${commaList(fields)})`;
  },
  StructField: ({ arg, field: own = "" }) => field(arg, own),
} satisfies Partial<Rules>;
