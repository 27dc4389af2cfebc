import { groups } from "@avocet/conformance";
import { fromJSON, toJSON } from "@avocet/core";
import { expect, test } from "vitest";

test.each(
  groups.map(({ name, cases }) => [name, cases] as const),
)("%s: every expression goes through JSON and back", (_, cases) => {
  for (const given of cases) {
    if (given.kind === "scenario") continue;
    const back = fromJSON(JSON.stringify(toJSON(given.table)));
    expect([given.name, "relation" in back && back.relation === given.table.relation]).toEqual([given.name, true]);
  }
});
