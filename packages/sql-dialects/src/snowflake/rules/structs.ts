import type { Rules } from "../../dialect.js";
import { call, stringLiteral } from "../../sql/build.js";
import { decodeElement, encodeElement } from "../variant.js";

export const structRules = {
  StructConstruct: ({ names = [], args }, { node }) =>
    call(
      "OBJECT_CONSTRUCT_KEEP_NULL",
      ...args.flatMap((value, i) => [
        stringLiteral(names[i] ?? ""),
        encodeElement(value, node.args.args[i]?.dtype ?? node.dtype),
      ]),
    ),
  StructField: ({ arg, field = "" }, { node }) => decodeElement(call("GET", arg, stringLiteral(field)), node.dtype),
} satisfies Partial<Rules>;
