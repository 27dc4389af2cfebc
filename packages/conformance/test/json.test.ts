import { groups } from "@avocet/conformance";
import { fromJSON, toJSON } from "@avocet/core";
import { expect, test } from "vitest";

test.each(
  groups.map(({ name, cases }) => [name, cases] as const),
)("%s: every expression survives a JSON round trip", (_, cases) => {
  for (const testCase of cases) {
    if (testCase.kind === "scenario") continue;
    const parsed = fromJSON(JSON.stringify(toJSON(testCase.table)));
    expect([testCase.name, "relation" in parsed && parsed.relation === testCase.table.relation]).toEqual([
      testCase.name,
      true,
    ]);
  }
});
