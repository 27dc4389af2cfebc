import { compileWith } from "./compile.js";
import type { Dialect } from "./dialect.js";

/** The members of a dialect that its author defines; {@link defineDialect} adds `compile`. */
export type DialectDefinition = Omit<Dialect, "compile">;

/**
 * Creates a dialect from its definition. To override members of an existing dialect, spread it.
 * @example defineDialect({ ...duckdb, name: "quacking", maxIdentifier: 63 })
 */
export function defineDialect(definition: DialectDefinition): Dialect {
  const dialect: Dialect = { ...definition, compile: (relation, options) => compileWith(dialect, relation, options) };
  return dialect;
}
