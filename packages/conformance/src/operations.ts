import { ir } from "@avocet/core";
import type { Case } from "./case.js";

/**
 * The operations that the expression of a case is made of; a scenario has none.
 * @example operationsOf(values({ sum: [lit(1).add(1), 2] })[0]) // new Set(["Add"])
 */
export function operationsOf(given: Case): ReadonlySet<ir.OpName> {
  const found = new Set<ir.OpName>();
  if (given.kind === "scenario") return found;
  for (const relation of ir.relationsBelow(given.table.relation))
    for (const node of ir.postorder(ir.valuesOf(relation))) if (node.type === "op") found.add(node.op as ir.OpName); // a name of the catalogue
  return found;
}
