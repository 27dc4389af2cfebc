import { float64, int64 } from "../../dtype/dtype.js";
import { analytic, dtypeOfArg, integerArg, optional, value } from "../define.js";

export const analyticOps = {
  /** Row number in the ordering, from 1; ties are numbered in arbitrary order. */
  RowNumber: analytic({}, { dtype: int64 }),
  /** Rank in the ordering, from 1; ties share a rank and leave a gap. */
  Rank: analytic({}, { dtype: int64 }),
  /** Rank in the ordering, from 1; ties share a rank and leave no gap. */
  DenseRank: analytic({}, { dtype: int64 }),
  /** Relative rank from 0 to 1: (rank - 1) / (rows - 1). */
  PercentRank: analytic({}, { dtype: float64 }),
  /** Cumulative distribution: the fraction of rows up to the current row and its peers. */
  CumeDist: analytic({}, { dtype: float64 }),
  /** Bucket of the row, from 1, when the rows are divided into buckets of equal size. */
  NTile: analytic({ buckets: value(integerArg) }, { dtype: int64 }),
  /** Value `offset` rows before the current row, or the default if there is no such row. */
  Lag: analytic(
    { arg: value(), offset: optional(integerArg), default: optional() },
    { dtype: dtypeOfArg("arg"), nulls: (a) => !a.default || a.arg.dtype.nullable || a.default.dtype.nullable },
  ),
  /** Value `offset` rows after the current row, or the default if there is no such row. */
  Lead: analytic(
    { arg: value(), offset: optional(integerArg), default: optional() },
    { dtype: dtypeOfArg("arg"), nulls: (a) => !a.default || a.arg.dtype.nullable || a.default.dtype.nullable },
  ),
  /** Value of the n-th row of the frame, counted from 0. */
  NthValue: analytic(
    { arg: value(), n: value(integerArg) },
    {
      dtype: dtypeOfArg("arg"),
      nulls: "always",
    },
  ),
};
