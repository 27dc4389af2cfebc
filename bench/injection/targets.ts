import type { QueryEngine } from "@avocet/core/backend";
import { startEngine } from "../differ/engines.js";
import type { Target } from "./value-attacks.js";

const hasNul = (text: string): boolean => text.includes("\0");
const byteLength = (text: string): number => new TextEncoder().encode(text).length;
const characterCount = (text: string): number => [...text].length;
const never = (): boolean => false;

/** Finds the first member with a name in a tree, depth first. */
function memberOf(tree: unknown, name: string): unknown {
  if (typeof tree !== "object" || tree === null) return undefined;
  if (Object.hasOwn(tree, name)) return Reflect.get(tree, name);
  for (const child of Object.values(tree)) {
    const member = memberOf(child, name);
    if (member !== undefined) return member;
  }
  return undefined;
}
const membersOf = (tree: unknown, names: readonly string[]): readonly unknown[] =>
  names.map((name) => memberOf(tree, name));

/**
 * Characters that BigQuery does not allow in names of result columns:
 * https://cloud.google.com/bigquery/docs/schemas#flexible-column-names
 */
const FORBIDDEN_IN_COLUMN_NAMES = /[!"$()*,./;?@[\\\]^`{}~]/;

async function bigquery(runner: QueryEngine): Promise<Target> {
  const { GoogleSql } = await import("../../engines/bigquery/index.js");
  const parser = await GoogleSql.start();
  return {
    runner,
    statements: (sql) => parser.countStatements(sql),
    tablePath: async (sql) => (await parser.tablePaths(sql))[0] ?? [],
    refusesText: never,
    refusesName: (name, role) =>
      name === "" ||
      hasNul(name) ||
      characterCount(name) > 300 ||
      (role === "column" && FORBIDDEN_IN_COLUMN_NAMES.test(name)) ||
      (role === "inner column" && name.startsWith("$")) ||
      (role === "table" && name.includes(".")),
    close: () => parser.close(),
  };
}

const TARGETS: Readonly<Record<string, (runner: QueryEngine) => Promise<Target>>> = {
  async duckdb(runner) {
    const { DuckDBInstance } = await import("@duckdb/node-api");
    const parser = await (await DuckDBInstance.create(":memory:")).connect();
    return {
      runner,
      statements: async (sql) => (await parser.extractStatements(sql)).count,
      async tablePath(sql) {
        const answer = await parser.runAndReadAll("SELECT json_serialize_sql($1::VARCHAR)", [sql]);
        const tree: unknown = JSON.parse(String(answer.getRows()[0]?.[0]));
        return membersOf(memberOf(tree, "from_table"), ["catalog_name", "schema_name", "table_name"]);
      },
      refusesText: never,
      refusesName: (name) => name === "" || hasNul(name),
    };
  },
  async postgres(runner) {
    const { parse } = await import("pgsql-parser");
    return {
      runner,
      statements: async (sql) => ((await parse(sql)).stmts ?? []).length,
      tablePath: async (sql) =>
        membersOf(memberOf(await parse(sql), "RangeVar"), ["catalogname", "schemaname", "relname"]),
      refusesText: hasNul,
      refusesName: (name) => name === "" || hasNul(name) || byteLength(name) > 63,
    };
  },
  bigquery,
  googlesql: bigquery,
  async snowflake(runner) {
    const { parseStatements: parsed, parsers: readers } = await import("./snowflake-parsers.js");
    return {
      runner,
      statements: async (sql) => parsed(sql).length,
      async tablePath(sql) {
        const segments = memberOf(memberOf(parsed(sql), "Table"), "name");
        return Array.isArray(segments) ? segments.map((segment) => memberOf(segment, "value")) : [];
      },
      parsers: readers,
      refusesText: never,
      refusesName: (name) => name === "" || hasNul(name) || characterCount(name) > 255,
    };
  },
};

/** Creates the target of attacks for a connection to an engine. */
export function createTarget(name: string, runner: QueryEngine): Promise<Target> {
  const create = Object.hasOwn(TARGETS, name) ? TARGETS[name] : undefined;
  if (!create) throw new RangeError(`Unknown target "${name}"; choose one of ${Object.keys(TARGETS).join(", ")}.`);
  return create(runner);
}

/** Starts an engine as a target of attacks. Returns the target and a function that closes both. */
export async function openTarget(
  name: string,
): Promise<{ readonly target: Target; readonly close: () => Promise<void> }> {
  const engine = await startEngine(name);
  const target = await createTarget(name, engine.runner);
  return {
    target,
    async close() {
      await target.close?.();
      await engine.close();
    },
  };
}
