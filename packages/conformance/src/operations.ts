import * as ir from "@avocet/core/ir";
import type { Case } from "./case.js";

/**
 * Returns the names of the operations in the expression of a case; none for a scenario.
 * @example operationsOf(values({ sum: [lit(1).add(1), 2] })[0]) // new Set(["Add"])
 */
export function operationsOf(testCase: Case): ReadonlySet<ir.OpName> {
  const operations = new Set<ir.OpName>();
  if (testCase.kind === "scenario") return operations;
  for (const relation of ir.reachableRelations(testCase.table.relation))
    for (const node of ir.postorder(ir.valuesOf(relation)))
      if (node.type === "op") operations.add(node.op as ir.OpName);
  return operations;
}
