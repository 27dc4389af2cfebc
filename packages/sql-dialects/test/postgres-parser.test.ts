import { groups } from "@avocet/conformance";
import { isAvocetError } from "@avocet/core";
import { parse } from "pgsql-parser";
import { describe, expect, test } from "vitest";
import { postgres } from "../src/postgres/index.js";

/** The SQL of a case, or null if it is refused. */
function compileOrNull(relation: Parameters<typeof postgres.compile>[0], literals: "inline" | "bind"): string | null {
  try {
    return postgres.compile(relation, { literals }).sql;
  } catch (error) {
    if (isAvocetError(error)) return null;
    throw error;
  }
}

describe("PostgreSQL's parser reads the SQL of each conformance case as one statement", () => {
  for (const literals of ["inline", "bind"] as const)
    test(`with ${literals} literals`, { timeout: 120_000 }, async () => {
      const refused: string[] = [];
      let count = 0;
      for (const { name, cases } of groups)
        for (const testCase of cases) {
          const sql = testCase.kind === "scenario" ? null : compileOrNull(testCase.table.relation, literals);
          if (sql === null) continue;
          const statements = await parse(sql).then(
            ({ stmts }) => stmts?.length,
            (error: unknown) => String(error),
          );
          count++;
          if (statements !== 1) refused.push(`${name}: ${testCase.name}: ${statements}\n${sql}`);
        }
      expect(refused).toEqual([]);
      expect(count).toBeGreaterThan(2000);
    });
});
