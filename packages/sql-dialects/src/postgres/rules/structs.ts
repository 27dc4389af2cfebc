import type { Rules } from "../../dialect.js";
import { stringLiteral } from "../../sql/build.js";
import { jsonbObject } from "../jsonb-object.js";
import { jsonbArgument, jsonbMember } from "../jsonb-values.js";

export const structRules = {
  StructConstruct: ({ names = [], args }, { node }) =>
    jsonbObject(
      args.flatMap((value, i) => [
        stringLiteral(names[i] ?? ""),
        jsonbArgument(value, node.args.args[i]?.dtype ?? node.dtype),
      ]),
    ),
  StructField: ({ arg, field = "" }, { node }) => jsonbMember(arg, stringLiteral(field), node.dtype),
} satisfies Partial<Rules>;
