import type { DType } from "@avocet/core";
import { defineDialect } from "../define-dialect.js";
import type { Dialect, Rules } from "../dialect.js";
import { commaList, intLiteral, keyword, sql } from "../sql/build.js";
import type { Sql } from "../sql/expr.js";
import * as Precedence from "../sql/precedence.js";
import { udfRules } from "../standard/udf.js";
import { windowRules } from "../standard/windows.js";
import { literal, quote } from "./literal.js";
import { aggregateRules } from "./rules/aggregates.js";
import { arrayRules } from "./rules/arrays.js";
import { genericRules } from "./rules/generic.js";
import { jsonRules } from "./rules/json.js";
import { logicalRules } from "./rules/logical.js";
import { mapRules } from "./rules/maps.js";
import { numericRules } from "./rules/numeric.js";
import { stringRules } from "./rules/strings.js";
import { structRules } from "./rules/structs.js";
import { temporalRules } from "./rules/temporal.js";
import { typedNullRules } from "./rules/typed-null.js";
import { typeName } from "./types.js";
import { unnest } from "./unnest.js";

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
  ...aggregateRules,
  ...windowRules,
  ...udfRules,
  ...typedNullRules,
};

const cast = (value: Sql, to: DType): Sql => ({
  kind: "text",
  segments: ["CAST(", { sql: value, minPrecedence: Precedence.any }, ` AS ${typeName(to)})`],
  precedence: Precedence.atom,
});

/** The dialect of DuckDB 1.4 and later. */
export const duckdb: Dialect = defineDialect({
  name: "duckdb",
  rules,
  quote,
  // DuckDB reads an unqualified name that looks like a path as a file; a name with a schema can only be a table.
  tablePath: (path) => (path.length === 1 && /[^\w $-]/u.test(path[0] ?? "") ? ["main", ...path] : path),
  typeName,
  literal,
  cast,
  typedParam: (name, dtype) => cast({ kind: "param", name, dtype }, dtype),
  placeholder: (ordinal) => `$${ordinal}`,
  features: { qualify: true, filterClause: true },
  unnest,
  sample(from, fraction, method, seed) {
    const samplingMethod = keyword(method === "row" ? "BERNOULLI" : "SYSTEM");
    const percent: Sql = {
      kind: "literal",
      value: fraction * 100,
      dtype: { kind: "float64", nullable: false },
      fixed: true,
    };
    const repeat = seed === null ? commaList([]) : sql` REPEATABLE (${intLiteral(seed)})`;
    return { ...from, suffix: sql`TABLESAMPLE ${samplingMethod} (${percent} PERCENT)${repeat}` };
  },
  maxIdentifier: null,
});
