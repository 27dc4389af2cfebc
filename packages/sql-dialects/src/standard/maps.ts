import type { Rules } from "../dialect.js";
import { call } from "../sql/build.js";
import { unaryCall } from "./operators.js";

/** Rules for maps, which the standard lacks, with the functions of Presto, Spark and DuckDB. */
export const mapRules = {
  MapConstruct: ({ keys, values }) => call("MAP", keys, values),
  MapContains: ({ arg, key }) => call("MAP_CONTAINS", arg, key),
  MapKeys: unaryCall("MAP_KEYS"),
  MapValues: unaryCall("MAP_VALUES"),
  MapLength: ({ arg }, { cast, node }) => cast(call("CARDINALITY", arg), node.dtype),
  MapMerge: ({ left, right }) => call("MAP_CONCAT", left, right),
} satisfies Partial<Rules>;
