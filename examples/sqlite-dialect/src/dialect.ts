import type { Compiler, DType } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { Dialect, Rules, Sql } from "@avocet/sql-dialects";
import { call, compileWith, noRules, sql, standardRules, unsupported } from "@avocet/sql-dialects";
import { castOf } from "./cast.js";
import { literal, quote } from "./literal.js";
import { rows } from "./rows.js";
import { numericRules } from "./rules/numeric.js";
import { reductionRules } from "./rules/reductions.js";
import { stringRules } from "./rules/strings.js";
import { temporalRules } from "./rules/temporal.js";
import { typeName } from "./types.js";

/** Later rules take the place of earlier ones: first every operation is refused, then the standard's are taken, then its own. */
const rules: Rules = {
  ...noRules("the dialect has no rule for it"),
  ...standardRules,
  ...numericRules,
  ...stringRules,
  ...temporalRules,
  ...reductionRules,
  Cast: ({ arg, to }, context) => castOf(arg, to ?? context.node.dtype, "error", context),
  TryCast: ({ arg, to }, context) => castOf(arg, to ?? context.node.dtype, "null", context),
  TypeOf: ({ arg }) => call("TYPEOF", arg),
  Translate: unsupported("there is no TRANSLATE", "replace the characters one after the other"),
  Random: unsupported("a query in FROM works it out again wherever its column is read"),
  Grouping: unsupported("there are no grouping sets"),
};

const refuse = (what: string, hint: string): never => {
  throw new AvocetError("unsupported-operation", `sqlite has no ${what}`, { hint });
};

/** Values are untyped, so nothing has to be cast to be of a dtype; one that is not there is refused. */
function cast(value: Sql, to: DType): Sql {
  typeName(to);
  return value;
}

/** SQLite 3.46 and later. */
export const sqlite: Dialect = {
  name: "sqlite",
  rules,
  quote,
  tablePath: (path) => path,
  typeName,
  literal,
  cast,
  typedParam: (name, dtype) => cast({ kind: "param", name, dtype }, dtype),
  // Its driver sends integers as text, and whole floats as integers.
  placeholder(place, dtype) {
    typeName(dtype);
    if (dtype.kind.startsWith("int")) return `CAST(?${place} AS INTEGER)`;
    return dtype.kind === "float64" ? `CAST(?${place} AS REAL)` : `?${place}`;
  },
  features: {
    qualify: false,
    filterClause: true,
    asofJoin: false,
    correlatedLimit: false,
    offsetNeedsLimit: true,
    setParentheses: false,
    intersectAll: false,
    emptyGroupBy: false,
    groupsWithoutAggregates: false,
  },
  compileCorrelatedLimit: (query) => query,
  rewriteAggregation: (relation) =>
    relation.sets ? refuse("grouping sets", "Make a union of one aggregation for each set.") : relation,
  lateral: () => refuse("LATERAL", "Join with a condition, or take single values by subqueries."),
  rows,
  unnest: () => refuse("arrays", "Keep a row for each element."),
  sample(_from, fraction, method, seed) {
    if (method === "block" || seed !== null) return refuse("such samples", 'Leave out `seed` and `method: "block"`.');
    const share: Sql = { kind: "literal", value: fraction, dtype: { kind: "float64", nullable: false }, fixed: true };
    return { where: sql`(RANDOM() & 9007199254740991) / 9007199254740992.0 < ${share}` };
  },
  maxIdentifier: null,
};

/** The SQL of a relation for SQLite. */
export const compileSqlite: Compiler = (relation, options) => compileWith(sqlite, relation, options);
