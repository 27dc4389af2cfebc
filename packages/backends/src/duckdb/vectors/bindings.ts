import { createRequire } from "node:module";

type Bindings = typeof import("@duckdb/node-bindings");
/** A DuckDB vector, which is valid as long as its chunk. */
export type NativeVector = import("@duckdb/node-bindings").Vector;

const requireFromHere = createRequire(import.meta.url);
/** The client's native bindings, which expose DuckDB's arrays; the client itself creates an object for each value. */
export const native = createRequire(requireFromHere.resolve("@duckdb/node-api"))("@duckdb/node-bindings") as Bindings;
