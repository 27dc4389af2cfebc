import { createRequire } from "node:module";

type Bindings = typeof import("@duckdb/node-bindings");
/** A vector of the engine, which lives as long as its chunk. */
export type Raw = import("@duckdb/node-bindings").Vector;

const here = createRequire(import.meta.url);
/** The functions below the client, which it brings along: they give the engine's own arrays, where the client makes an object for each value. */
export const native = createRequire(here.resolve("@duckdb/node-api"))("@duckdb/node-bindings") as Bindings; // the client's own dependency
