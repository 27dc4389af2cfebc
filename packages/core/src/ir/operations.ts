import type { NodeArgs, OpSpec } from "./define.js";
import { aggregateOps } from "./ops/aggregates.js";
import { analyticOps } from "./ops/analytic.js";
import { arrayOps } from "./ops/arrays.js";
import { genericOps } from "./ops/generic.js";
import { jsonOps } from "./ops/json.js";
import { logicalOps } from "./ops/logical.js";
import { mapOps } from "./ops/maps.js";
import { numericOps } from "./ops/numeric.js";
import { stringOps } from "./ops/strings.js";
import { structOps } from "./ops/structs.js";
import { temporalOps } from "./ops/temporal.js";
import { udfOps } from "./ops/udf.js";

/**
 * All operations. The API, the printer, the dialects, the conformance suite and the documentation depend on this table.
 */
export const operations = {
  ...genericOps,
  ...logicalOps,
  ...numericOps,
  ...stringOps,
  ...temporalOps,
  ...arrayOps,
  ...mapOps,
  ...structOps,
  ...jsonOps,
  ...aggregateOps,
  ...analyticOps,
  ...udfOps,
};

export type Operations = typeof operations;
export type OpName = keyof Operations;
export type ArgsOf<K extends OpName> = Operations[K] extends OpSpec<infer A> ? NodeArgs<A> : never;
