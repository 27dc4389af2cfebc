import { AvocetError } from "../errors.js";
import { suggestion } from "../suggest.js";
import type { Compiler } from "./contract.js";

const compilers = new Map<string, Compiler>();

/**
 * Makes a dialect known by name, for `toSQL("name")`.
 * @example registerCompiler("duckdb", compileDuckDB)
 */
export function registerCompiler(dialect: string, compiler: Compiler): void {
  compilers.set(dialect, compiler);
}

/**
 * What compiles for the dialect of a name; an unknown one is an error.
 * @example compilerOf("duckdb")(orders.relation).sql
 */
export function compilerOf(dialect: string): Compiler {
  const compiler = compilers.get(dialect);
  if (!compiler)
    throw new AvocetError("unknown-dialect", `there is no dialect ${dialect}`, {
      hint: `${suggestion(dialect, [...compilers.keys()], "dialects")} A dialect is known once its package is imported, as "avocet" does.`,
    });
  return compiler;
}
