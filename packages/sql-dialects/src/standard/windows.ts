import type { Rules } from "../dialect.js";
import { infix, intLiteral, sql } from "../sql/build.js";
import * as Precedence from "../sql/precedence.js";

/** The argument of a function called without arguments; an empty list would print `*`. */
const NO_ARGUMENT = sql``;

/** Rules for ranking and offset functions in standard SQL. Ranks are 1-based. */
export const windowRules = {
  RowNumber: (_, { aggregate }) => aggregate("ROW_NUMBER", [NO_ARGUMENT]),
  Rank: (_, { aggregate }) => aggregate("RANK", [NO_ARGUMENT]),
  DenseRank: (_, { aggregate }) => aggregate("DENSE_RANK", [NO_ARGUMENT]),
  PercentRank: (_, { aggregate }) => aggregate("PERCENT_RANK", [NO_ARGUMENT]),
  CumeDist: (_, { aggregate }) => aggregate("CUME_DIST", [NO_ARGUMENT]),
  NTile: ({ buckets }, { aggregate }) => aggregate("NTILE", [buckets]),
  Lag: ({ arg, offset, default: fallback }, { aggregate }) =>
    aggregate("LAG", [arg, offset ?? intLiteral(1), ...(fallback ? [fallback] : [])]),
  Lead: ({ arg, offset, default: fallback }, { aggregate }) =>
    aggregate("LEAD", [arg, offset ?? intLiteral(1), ...(fallback ? [fallback] : [])]),
  NthValue: ({ arg, n }, { aggregate }) => aggregate("NTH_VALUE", [arg, infix(n, "+", intLiteral(1), Precedence.add)]),
} satisfies Partial<Rules>;
