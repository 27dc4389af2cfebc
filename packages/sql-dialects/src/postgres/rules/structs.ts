import type { Rules } from "../../dialect.js";
import { stringLiteral } from "../../sql/build.js";
import { jsonPart, member } from "../nested.js";
import { objectOf } from "../object.js";

export const structRules = {
  StructConstruct: ({ names = [], args }, { node }) =>
    objectOf(
      args.flatMap((value, i) => [
        stringLiteral(names[i] ?? ""),
        jsonPart(value, node.args.args[i]?.dtype ?? node.dtype),
      ]),
    ),
  StructField: ({ arg, field = "" }, { node }) => member(arg, stringLiteral(field), node.dtype),
} satisfies Partial<Rules>;
