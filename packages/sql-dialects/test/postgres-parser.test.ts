import { groups } from "@avocet/conformance";
import { isAvocetError } from "@avocet/core";
import { parse } from "pgsql-parser";
import { describe, expect, test } from "vitest";
import { compilePostgres } from "../src/index.js";

/** The statement of a case, or null where it is refused. */
function compiled(relation: Parameters<typeof compilePostgres>[0], literals: "inline" | "bind"): string | null {
  try {
    return compilePostgres(relation, { literals }).sql;
  } catch (error) {
    if (isAvocetError(error)) return null;
    throw error;
  }
}

describe("PostgreSQL's own parser takes each statement of the conformance cases as one", () => {
  for (const literals of ["inline", "bind"] as const)
    test(literals, { timeout: 120_000 }, async () => {
      const refused: string[] = [];
      let count = 0;
      for (const { name, cases } of groups)
        for (const given of cases) {
          const sql = given.kind === "scenario" ? null : compiled(given.table.relation, literals);
          if (sql === null) continue;
          const statements = await parse(sql).then(
            ({ stmts }) => stmts?.length,
            (error: unknown) => String(error),
          );
          count++;
          if (statements !== 1) refused.push(`${name}: ${given.name}: ${statements}\n${sql}`);
        }
      expect(refused).toEqual([]);
      expect(count).toBeGreaterThan(2000);
    });
});
