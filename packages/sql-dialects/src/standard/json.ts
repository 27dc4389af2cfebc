import type { Rules } from "../dialect.js";
import { call, infix } from "../sql/build.js";
import * as Precedence from "../sql/precedence.js";

/** Rules for JSON. */
export const jsonRules = {
  JSONGetItem: ({ arg, index }) => infix(arg, "->", index, Precedence.otherOperator),
  JSONParse: ({ arg }, { cast, node }) => cast(arg, node.dtype),
  JSONText: ({ arg }) => call("JSON_SERIALIZE", arg),
} satisfies Partial<Rules>;
