import type { QueryEngine } from "@avocet/core/backend";
import { open } from "../differ/engines.js";
import type { Target } from "./attack.js";

const hasNul = (text: string): boolean => text.includes("\0");
const bytes = (text: string): number => new TextEncoder().encode(text).length;
const characters = (text: string): number => [...text].length;
const never = (): boolean => false;

/** The first member of a name in a tree. */
function memberOf(tree: unknown, name: string): unknown {
  if (typeof tree !== "object" || tree === null) return undefined;
  if (Object.hasOwn(tree, name)) return Reflect.get(tree, name);
  for (const part of Object.values(tree)) {
    const found = memberOf(part, name);
    if (found !== undefined) return found;
  }
  return undefined;
}
const membersOf = (tree: unknown, names: readonly string[]): readonly unknown[] =>
  names.map((name) => memberOf(tree, name));

/** Names of columns of results: https://cloud.google.com/bigquery/docs/schemas#flexible-column-names */
const FORBIDDEN = /[!"$()*,./;?@[\\\]^`{}~]/;

async function bigquery(runner: QueryEngine): Promise<Target> {
  const { GoogleSql } = await import("../../engines/bigquery/index.js");
  const parser = await GoogleSql.start();
  return {
    runner,
    statements: (sql) => parser.countStatements(sql),
    path: async (sql) => (await parser.tablePaths(sql))[0] ?? [],
    refuses: never,
    refusesName: (name, place) =>
      name === "" ||
      hasNul(name) ||
      characters(name) > 300 ||
      (place === "column" && FORBIDDEN.test(name)) ||
      (place === "inner column" && name.startsWith("$")) ||
      (place === "table" && name.includes(".")),
    close: () => parser.close(),
  };
}

const MADE: Readonly<Record<string, (runner: QueryEngine) => Promise<Target>>> = {
  async duckdb(runner) {
    const { DuckDBInstance } = await import("@duckdb/node-api");
    const parser = await (await DuckDBInstance.create(":memory:")).connect();
    return {
      runner,
      statements: async (sql) => (await parser.extractStatements(sql)).count,
      async path(sql) {
        const answer = await parser.runAndReadAll("SELECT json_serialize_sql($1::VARCHAR)", [sql]);
        const tree: unknown = JSON.parse(String(answer.getRows()[0]?.[0]));
        return membersOf(memberOf(tree, "from_table"), ["catalog_name", "schema_name", "table_name"]);
      },
      refuses: never,
      refusesName: (name) => name === "" || hasNul(name),
    };
  },
  async postgres(runner) {
    const { parse } = await import("pgsql-parser");
    return {
      runner,
      statements: async (sql) => ((await parse(sql)).stmts ?? []).length,
      path: async (sql) => membersOf(memberOf(await parse(sql), "RangeVar"), ["catalogname", "schemaname", "relname"]),
      refuses: hasNul,
      refusesName: (name) => name === "" || hasNul(name) || bytes(name) > 63,
    };
  },
  bigquery,
  googlesql: bigquery,
  async snowflake(runner) {
    const { parsed, readers } = await import("./snowflake-parsers.js");
    return {
      runner,
      statements: async (sql) => parsed(sql).length,
      async path(sql) {
        const parts = memberOf(memberOf(parsed(sql), "Table"), "name");
        return Array.isArray(parts) ? parts.map((part) => memberOf(part, "value")) : [];
      },
      readers,
      refuses: never,
      refusesName: (name) => name === "" || hasNul(name) || characters(name) > 255,
    };
  },
};

/** What attacks a connection to an engine. */
export function madeTarget(name: string, runner: QueryEngine): Promise<Target> {
  const make = Object.hasOwn(MADE, name) ? MADE[name] : undefined;
  if (!make) throw new RangeError(`no target ${name}; there are ${Object.keys(MADE).join(", ")}`);
  return make(runner);
}

/** An engine that is started to be attacked, and how it is let go of. */
export async function targetOf(
  name: string,
): Promise<{ readonly target: Target; readonly close: () => Promise<void> }> {
  const engine = await open(name);
  const target = await madeTarget(name, engine.runner);
  return {
    target,
    async close() {
      await target.close?.();
      await engine.close();
    },
  };
}
