import { mergeConfig } from "vitest/config";
import whole from "./vitest.config.js";

/** Need a server, the parsers of other engines, or more than a few seconds; `npm test` runs them. */
const SLOW_OR_SERVER = [
  "bench/test/{injection,support,tpc,types}.test.ts",
  "engines/test/**",
  "examples/*/test/{conformance,postgres}.test.ts",
  "packages/avocet/test/{docstrings,documents,packages}.test.ts",
  "packages/avocet/test/command/pull-*.test.ts",
  "packages/backends/test/{postgres,snowflake}/**",
  "packages/backends/test/duckdb/{crash-safety/**,pipelines.test.ts}",
  "packages/sql-dialects/test/*-{parser,parsers}.test.ts",
];

// For daily work: what `npm test` runs, without servers. (The global setup starts a server only when a test asks for it.)
export default mergeConfig(whole, { test: { exclude: SLOW_OR_SERVER } });
