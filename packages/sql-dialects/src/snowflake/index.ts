import type { Compiler } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import { compileWith } from "../compile.js";
import type { Dialect, Rules } from "../dialect.js";
import { commaList, intLiteral, keyword, sql } from "../sql/build.js";
import { udfRules } from "../standard/udf.js";
import { castTo } from "./build.js";
import { fromText } from "./from-text.js";
import { literal, quote } from "./literal.js";
import { modesByCount } from "./mode.js";
import { sortKeys } from "./order.js";
import { over } from "./over.js";
import { rowsOf } from "./rows.js";
import { arrayRules } from "./rules/arrays.js";
import { genericRules } from "./rules/generic.js";
import { jsonRules } from "./rules/json.js";
import { logicalRules } from "./rules/logical.js";
import { mapRules } from "./rules/maps.js";
import { numericRules } from "./rules/numeric.js";
import { reductionRules } from "./rules/reductions.js";
import { stringRules } from "./rules/strings.js";
import { structRules } from "./rules/structs.js";
import { temporalRules } from "./rules/temporal.js";
import { windowRules } from "./rules/windows.js";
import { typeName } from "./types.js";
import { unnest } from "./unnest.js";
import { wire } from "./wire.js";

const rules: Rules = {
  ...genericRules,
  ...logicalRules,
  ...numericRules,
  ...stringRules,
  ...temporalRules,
  ...arrayRules,
  ...mapRules,
  ...structRules,
  ...jsonRules,
  ...reductionRules,
  ...windowRules,
  ...udfRules,
};

/** Snowflake, in sessions whose time zone is UTC and whose weeks start on Monday. */
export const snowflake: Dialect = {
  name: "snowflake",
  rules,
  quote,
  tablePath: (path) => path,
  typeName,
  literal,
  cast: castTo,
  typedParam: (name, dtype) => ({ kind: "param", name, dtype }),
  placeholder: (place, dtype) => fromText(`:${place}`, dtype),
  sortList: sortKeys,
  compileWindow: over,
  encodeResult: wire,
  rewriteAggregation: modesByCount,
  features: {
    qualify: true,
    filterClause: false,
    asofJoin: true,
    asofMatch: true,
    correlatedLimit: false,
    recursiveUnionAllOnly: true,
    offsetNeedsLimit: true,
    intersectAll: false,
    groupsWithoutAggregates: false,
    emptyGroupBy: false,
    groupsFrame: false,
  },
  rows: rowsOf,
  unnest,
  sample(from, fraction, method, seed) {
    // Only the rows of a table can be picked by blocks, or in the same way again.
    if (from.item.kind !== "table" && (method === "block" || seed !== null))
      throw new AvocetError("unsupported-operation", "snowflake picks blocks, or the same rows again, of tables only", {
        hint: 'Sample the table itself, or leave out `seed` and `method: "block"`.',
      });
    const repeat = seed === null ? commaList([]) : sql` SEED (${intLiteral(seed)})`;
    const percent = { kind: "text", parts: [String(fraction * 100)], level: 10 } as const;
    return { ...from, suffix: sql`SAMPLE ${keyword(method === "row" ? "BERNOULLI" : "SYSTEM")} (${percent})${repeat}` };
  },
  maxIdentifier: 255,
};

/** The SQL of a relation for Snowflake. */
export const compileSnowflake: Compiler = (relation, options) => compileWith(snowflake, relation, options);
