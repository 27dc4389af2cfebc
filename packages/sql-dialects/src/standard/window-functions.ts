/** Window functions that do not allow a frame. */
export const FRAMELESS: ReadonlySet<string> = new Set([
  "RowNumber",
  "Rank",
  "DenseRank",
  "PercentRank",
  "CumeDist",
  "NTile",
  "Lag",
  "Lead",
]);
/** Window functions whose result depends on the order of the rows; the standard requires ORDER BY for most of them. */
export const ORDERED: ReadonlySet<string> = new Set([...FRAMELESS, "NthValue"]);
