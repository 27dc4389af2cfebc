// Two independent parsers of Snowflake's grammar parse every statement that the conformance cases compile to.
import { groups, operationsOf } from "@avocet/conformance";
import { int64, isAvocetError, notNull, string, table, udf } from "@avocet/core";
import * as ir from "@avocet/core/ir";
import { parserErrors } from "@avocet/engines/snowflake/parsers";
import { describe, expect, test } from "vitest";
import { snowflake } from "../src/snowflake/index.js";

const coveredOps = new Set<ir.OpName>();
/** The statement with inline literals and the one with bind parameters. */
const statementsOf = (relation: ir.Relation): ReadonlySet<string> =>
  new Set((["inline", "bind"] as const).map((literals) => snowflake.compile(relation, { literals }).sql));

describe.each(groups.map((group) => [group.name, group] as const))("%s", (_, group) => {
  test("the SQL of every case is accepted by both parsers", async () => {
    const rejections: string[] = [];
    for (const conformanceCase of group.cases) {
      if (conformanceCase.kind === "scenario") continue; // covered by the tests of the backend
      try {
        for (const sql of statementsOf(conformanceCase.table.relation)) {
          const complaint = await parserErrors(sql);
          if (complaint !== null) rejections.push(`${conformanceCase.name}: ${complaint}\n${sql}`);
        }
        for (const op of operationsOf(conformanceCase)) coveredOps.add(op);
      } catch (error) {
        if (!isAvocetError(error) || error.code !== "unsupported-operation") throw error;
      }
    }
    expect(rejections).toEqual([]);
  }, 240_000);
});

test("calls of engine functions are accepted by both parsers", async () => {
  const orders = table("orders", { order_id: notNull(int64), status: string });
  const soundex = udf.scalar("SOUNDEX", [string], string);
  const skew = udf.aggregate("SKEW", [int64], int64);
  const t = orders.groupBy((c) => ({ s: soundex(c.status) })).aggregate((c) => ({ k: skew(c.order_id) }));
  const { sql } = snowflake.compile(t.relation);
  expect(await parserErrors(sql)).toBe(null);
  expect(sql).toContain('"SOUNDEX"("status") AS "s"');
  for (const op of ["ScalarUdf", "AggregateUdf"] as const) coveredOps.add(op);
});

test("the cases cover every operation that Snowflake supports", () => {
  const names = Object.keys(ir.operations) as ir.OpName[]; // keyed by operation name
  const unsupportedOps = names.filter((name) => typeof snowflake.rules[name] !== "function");
  expect(unsupportedOps).toEqual(["RowId"]);
  expect(names.filter((name) => !coveredOps.has(name) && !unsupportedOps.includes(name))).toEqual([]);
});

test("the parsers reject invalid SQL", async () => {
  expect(await parserErrors("SELEC 1 FORM t")).toMatch(/sqlparser[\s\S]*polyglot/);
  expect(await parserErrors("SELECT 1; DROP TABLE t")).toMatch(/sqlparser: 2 statements/);
});
