import type { Rules } from "../../dialect.js";
import { call, stringLiteral } from "../../sql/build.js";
import { packed, unpacked } from "../variant.js";

export const structRules = {
  StructConstruct: ({ names = [], args }, { node }) =>
    call(
      "OBJECT_CONSTRUCT_KEEP_NULL",
      ...args.flatMap((value, i) => [
        stringLiteral(names[i] ?? ""),
        packed(value, node.args.args[i]?.dtype ?? node.dtype),
      ]),
    ),
  StructField: ({ arg, field = "" }, { node }) => unpacked(call("GET", arg, stringLiteral(field)), node.dtype),
} satisfies Partial<Rules>;
