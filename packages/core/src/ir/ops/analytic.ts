import { float64, int64 } from "../../dtype/dtype.js";
import { analytic, integer, like, optional, value } from "../define.js";

export const analyticOps = {
  RowNumber: analytic("The row's place in the order, from 1; ties in no set order.", {}, { dtype: int64 }),
  Rank: analytic("The row's place in the order, from 1; ties share a place and leave a gap.", {}, { dtype: int64 }),
  DenseRank: analytic(
    "The row's place in the order, from 1; ties share a place and leave no gap.",
    {},
    { dtype: int64 },
  ),
  PercentRank: analytic("(rank - 1) / (rows - 1), from 0 to 1.", {}, { dtype: float64 }),
  CumeDist: analytic("The share of the rows that come no later in the order.", {}, { dtype: float64 }),
  NTile: analytic(
    "The number, from 1, of the row's bucket when the rows are dealt into equal buckets.",
    { buckets: value(integer) },
    { dtype: int64 },
  ),
  Lag: analytic(
    "The value some rows before, else the default.",
    { arg: value(), offset: optional(integer), default: optional() },
    { dtype: like("arg"), nulls: (a) => !a.default || a.arg.dtype.nullable || a.default.dtype.nullable },
  ),
  Lead: analytic(
    "The value some rows after, else the default.",
    { arg: value(), offset: optional(integer), default: optional() },
    { dtype: like("arg"), nulls: (a) => !a.default || a.arg.dtype.nullable || a.default.dtype.nullable },
  ),
  NthValue: analytic(
    "The value of the n-th row of the frame, from 0.",
    { arg: value(), n: value(integer) },
    {
      dtype: like("arg"),
      nulls: "always",
    },
  ),
};
