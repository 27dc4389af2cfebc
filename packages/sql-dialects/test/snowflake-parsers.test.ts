// Every text for Snowflake is read by two parsers with Snowflake's grammar.
import { groups, operationsOf } from "@avocet/conformance";
import { int64, isAvocetError, notNull, string, table, udf } from "@avocet/core";
import * as ir from "@avocet/core/ir";
import { complaints } from "@avocet/engines/snowflake/parsers";
import { describe, expect, test } from "vitest";
import { snowflake } from "../src/snowflake/index.js";

const seen = new Set<ir.OpName>();
/** A statement with its literals in the text, and beside it. */
const textsOf = (relation: ir.Relation): ReadonlySet<string> =>
  new Set((["inline", "bind"] as const).map((literals) => snowflake.compile(relation, { literals }).sql));

describe.each(groups.map((group) => [group.name, group] as const))("%s", (_, group) => {
  test("is read by both parsers", async () => {
    const found: string[] = [];
    for (const one of group.cases) {
      if (one.kind === "scenario") continue; // their statements are read where they run, in the tests of the backend
      try {
        for (const sql of textsOf(one.table.relation)) {
          const wrong = await complaints(sql);
          if (wrong !== null) found.push(`${one.name}: ${wrong}\n${sql}`);
        }
        for (const op of operationsOf(one)) seen.add(op);
      } catch (error) {
        if (!isAvocetError(error) || error.code !== "unsupported-operation") throw error;
      }
    }
    expect(found).toEqual([]);
  }, 240_000);
});

test("functions of the engine", async () => {
  const orders = table("orders", { order_id: notNull(int64), status: string });
  const soundex = udf.scalar("SOUNDEX", [string], string);
  const skew = udf.aggregate("SKEW", [int64], int64);
  const t = orders.groupBy((c) => ({ s: soundex(c.status) })).aggregate((c) => ({ k: skew(c.order_id) }));
  const { sql } = snowflake.compile(t.relation);
  expect(await complaints(sql)).toBe(null);
  expect(sql).toContain('"SOUNDEX"("status") AS "s"');
  for (const op of ["ScalarUdf", "AggregateUdf"] as const) seen.add(op);
});

test("every operation has been read, but for those that Snowflake lacks", () => {
  const names = Object.keys(ir.operations) as ir.OpName[]; // its own keys
  const lacking = names.filter((name) => typeof snowflake.rules[name] !== "function");
  expect(lacking).toEqual(["RowId"]);
  expect(names.filter((name) => !seen.has(name) && !lacking.includes(name))).toEqual([]);
});

test("the parsers refuse what is no SQL", async () => {
  expect(await complaints("SELEC 1 FORM t")).toMatch(/sqlparser[\s\S]*polyglot/);
  expect(await complaints("SELECT 1; DROP TABLE t")).toMatch(/sqlparser: 2 statements/);
});
