import * as ir from "@avocet/core/ir";
import type { Rules } from "../dialect.js";
import { unsupported } from "../dialect.js";
import { genericRules } from "./generic.js";
import { logicalRules } from "./logical.js";
import { stringRules } from "./strings.js";
import { udfRules } from "./udf.js";
import { windowRules } from "./windows.js";

/**
 * Rules of the operations that most engines write in standard SQL. A dialect spreads them and overrides some.
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
 * Declares every operation as unsupported for a reason. Operations that a dialect does not override stay unsupported.
 * @example noRules("not implemented").Median // { unsupported: "not implemented", … }
 */
export function noRules(reason: string, alternative?: string): Rules {
  const refusal = unsupported(reason, alternative);
  return Object.fromEntries(Object.keys(ir.operations).map((name) => [name, refusal])) as Rules; // has every operation
}
