import type { Compiler } from "@avocet/core";
import { compileWith } from "../compile.js";
import type { Dialect, Rules } from "../dialect.js";
import { compare, sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import { udfRules } from "../standard/udf.js";
import { castOnce } from "./build.js";
import { LONGEST_NAME, literal, quote } from "./literal.js";
import { sortKey } from "./order.js";
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
import { sample } from "./sample.js";
import { typeName } from "./types.js";
import { unnest } from "./unnest.js";

/** True of every row, which PostgreSQL finds only when it looks. */
const counted = (value: Sql): Sql => sql`(NUM_NULLS(${value}) >= 0)`;

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

/** PostgreSQL 15 and later. */
export const postgres: Dialect = {
  name: "postgres",
  rules,
  quote,
  tablePath: (path) => path,
  typeName,
  literal,
  cast: castOnce,
  typedParam: (name, dtype) => ({ kind: "param", name, dtype }),
  placeholder: (place, dtype) => `CAST($${place} AS ${typeName(dtype)})`,
  sortKey,
  features: {
    qualify: false,
    filterClause: true,
    asofJoin: false,
    inlinesSubqueries: true,
    recursiveTypesFixed: true,
    unboundedDecimals: true,
  },
  unnest,
  alwaysTrueEquality: (left, right) => compare(counted(left), "=", counted(right)),
  sample,
  maxIdentifier: LONGEST_NAME,
};

/** The SQL of a relation for PostgreSQL. */
export const compilePostgres: Compiler = (relation, options) => compileWith(postgres, relation, options);
export { inputText } from "./wire.js";
