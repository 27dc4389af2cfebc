import type { Runner } from "avocet";
import { open } from "../differ/engines.js";
import type { Target } from "./attack.js";

const hasNul = (text: string): boolean => text.includes("\0");
const bytes = (text: string): number => new TextEncoder().encode(text).length;

const MADE: Readonly<Record<string, (runner: Runner) => Promise<Target>>> = {
  async duckdb(runner) {
    const { DuckDBInstance } = await import("@duckdb/node-api");
    const parser = await (await DuckDBInstance.create(":memory:")).connect();
    return {
      runner,
      statements: async (sql) => (await parser.extractStatements(sql)).count,
      refuses: () => false,
      refusesName: (name) => name === "" || hasNul(name),
    };
  },
  async postgres(runner) {
    const { parse } = await import("pgsql-parser");
    return {
      runner,
      statements: async (sql) => ((await parse(sql)).stmts ?? []).length,
      refuses: hasNul,
      refusesName: (name) => name === "" || hasNul(name) || bytes(name) > 63,
    };
  },
};

/** What attacks a connection to an engine. */
export function madeTarget(name: string, runner: Runner): Promise<Target> {
  const make = Object.hasOwn(MADE, name) ? MADE[name] : undefined;
  if (!make) throw new RangeError(`no target ${name}; there are ${Object.keys(MADE).join(", ")}`);
  return make(runner);
}

/** An engine that is started to be attacked, and how it is let go of. */
export async function targetOf(
  name: string,
): Promise<{ readonly target: Target; readonly close: () => Promise<void> }> {
  const engine = await open(name);
  return { target: await madeTarget(name, engine.runner), close: () => engine.close() };
}
