import { ir } from "@avocet/core";
import type { Rules } from "../dialect.js";
import { unsupported } from "../dialect.js";
import { genericRules } from "./generic.js";
import { logicalRules } from "./logical.js";
import { stringRules } from "./strings.js";
import { udfRules } from "./udf.js";
import { windowRules } from "./windows.js";

/**
 * The rules of all operations that most engines write in the words of the SQL standard: a dialect spreads them and puts its own over them.
 * @example { ...noRules("not yet"), ...standardRules, Uppercase: ({ arg }) => call("UPPER", arg) }
 */
export const standardRules = {
  ...genericRules,
  ...logicalRules,
  ...stringRules,
  ...windowRules,
  ...udfRules,
} satisfies Partial<Rules>;

/**
 * Rules that refuse every operation: what a dialect does not put its own rule over stays refused, for this reason.
 * @example noRules("the dialect has no rule for it yet").Median // { unsupported: "the dialect has no rule for it yet", … }
 */
export function noRules(why: string, instead?: string): Rules {
  const refused = unsupported(why, instead);
  return Object.fromEntries(Object.keys(ir.operations).map((name) => [name, refused])) as Rules; // all names of the catalogue
}
