// Every text for Snowflake is read by two parsers with Snowflake's grammar.
import { groups, operationsOf } from "@avocet/conformance";
import { int64, ir, isAvocetError, notNull, string, table, udf } from "@avocet/core";
import { describe, expect, test } from "vitest";
import { compileSnowflake, snowflake } from "../src/index.js";
import { complaints } from "./support/snowflake-parsers.js";

/** What a parser is wrong about, by the name of the case. */
const WRONG: readonly (readonly [name: RegExp, complaint: RegExp, why: string])[] = [
  [
    /quotes|as the name of a/,
    /polyglot: .*(TripleDoubleQuotedString|Unterminated identifier)/,
    "takes a name that begins with a quote for a text in three quotes",
  ],
  [/computed once, in a chain/, /polyglot: .*call stack/, "nests calls of its own with those of the text"],
];
const seen = new Set<ir.OpName>();
/** A statement with its literals in the text, and beside it. */
const textsOf = (relation: ir.Relation): ReadonlySet<string> =>
  new Set((["inline", "bind"] as const).map((literals) => compileSnowflake(relation, { literals }).sql));

describe.each(groups.map((group) => [group.name, group] as const))("%s", (_, group) => {
  test("is read by both parsers", async () => {
    const found: string[] = [];
    for (const one of group.cases) {
      if (one.kind === "scenario") continue; // their statements are read where they run, in the tests of the backend
      try {
        for (const sql of textsOf(one.table.relation)) {
          const wrong = await complaints(sql);
          const known = WRONG.some(([name, text]) => name.test(one.name) && wrong !== null && text.test(wrong));
          if (wrong !== null && !known) found.push(`${one.name}: ${wrong}\n${sql}`);
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
  const { sql } = compileSnowflake(t.relation);
  expect(await complaints(sql)).toBe(null);
  expect(sql).toContain('"SOUNDEX"("status") AS "s"');
  for (const op of ["ScalarUdf", "AggregateUdf"] as const) seen.add(op);
});

test("every operation has been read, but for those that Snowflake lacks", () => {
  const names = Object.keys(ir.catalogue) as ir.OpName[]; // its own keys
  const lacking = names.filter((name) => typeof snowflake.rules[name] !== "function");
  expect(lacking).toEqual(["RowId"]);
  expect(names.filter((name) => !seen.has(name) && !lacking.includes(name))).toEqual([]);
});

test("the parsers refuse what is no SQL", async () => {
  expect(await complaints("SELEC 1 FORM t")).toMatch(/sqlparser[\s\S]*polyglot/);
  expect(await complaints("SELECT 1; DROP TABLE t")).toMatch(/sqlparser: 2 statements/);
});
