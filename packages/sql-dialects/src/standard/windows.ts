import type { Rules } from "../dialect.js";
import { infix, intLiteral, sql } from "../sql/build.js";
import { Precedence } from "../sql/expr.js";

/** No arguments; an aggregate of none would be of *. */
const NOTHING = sql``;

/** Ranking and offset functions, as the SQL standard has them; places count from 1. */
export const windowRules = {
  RowNumber: (_, { aggregate }) => aggregate("ROW_NUMBER", [NOTHING]),
  Rank: (_, { aggregate }) => aggregate("RANK", [NOTHING]),
  DenseRank: (_, { aggregate }) => aggregate("DENSE_RANK", [NOTHING]),
  PercentRank: (_, { aggregate }) => aggregate("PERCENT_RANK", [NOTHING]),
  CumeDist: (_, { aggregate }) => aggregate("CUME_DIST", [NOTHING]),
  NTile: ({ buckets }, { aggregate }) => aggregate("NTILE", [buckets]),
  Lag: ({ arg, offset, default: other }, { aggregate }) =>
    aggregate("LAG", [arg, offset ?? intLiteral(1), ...(other ? [other] : [])]),
  Lead: ({ arg, offset, default: other }, { aggregate }) =>
    aggregate("LEAD", [arg, offset ?? intLiteral(1), ...(other ? [other] : [])]),
  NthValue: ({ arg, n }, { aggregate }) => aggregate("NTH_VALUE", [arg, infix(n, "+", intLiteral(1), Precedence.add)]),
} satisfies Partial<Rules>;
