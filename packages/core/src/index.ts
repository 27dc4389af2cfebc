// The entry point for users. Authors of dialects and backends also import from ./dialect, ./backend and ./ir.

export type * from "./api/column/array.js";
export type { AggregateOptions, ColumnBase, Condition, OrderedAggregateOptions } from "./api/column/base.js";
export type * from "./api/column/binary.js";
export type * from "./api/column/bool.js";
export type { BucketOptions } from "./api/column/bucket.js";
export type { Column, Columns } from "./api/column/column.js";
export type { CumulativeOptions } from "./api/column/cumulative.js";
export type * from "./api/column/date.js";
export type { HistogramOptions } from "./api/column/histogram.js";
export type * from "./api/column/integer.js";
export type * from "./api/column/interval.js";
export type * from "./api/column/json.js";
export type * from "./api/column/map.js";
export type { InTable, ValueTable } from "./api/column/membership.js";
export type * from "./api/column/numeric.js";
export type * from "./api/column/string.js";
export type * from "./api/column/struct.js";
export type * from "./api/column/time.js";
export type * from "./api/column/timestamp.js";
export { randomUUID } from "./api/column/uuid.js";
export { compile } from "./api/compile.js";
export {
  and,
  cases,
  coalesce,
  count,
  cumeDist,
  denseRank,
  eachOf,
  greatest,
  ifelse,
  least,
  lit,
  ntile,
  or,
  param,
  percentRank,
  random,
  rank,
  rowNumber,
  table,
} from "./api/functions/functions.js";
export * from "./api/functions/nested-functions.js";
export * from "./api/functions/temporal-functions.js";
export type { AggregateUdf, ScalarUdf, UdfArg, UdfOptions } from "./api/functions/udf.js";
export { udf } from "./api/functions/udf.js";
export type { IntervalOperand, IntervalParts } from "./api/operand/interval-parts.js";
export type { ElementCallback } from "./api/operand/lambda.js";
export type { AnyColumn, LiteralInput, NamedColumn } from "./api/operand/operand.js";
export type { NamedSort, SortInput, SortOptions } from "./api/operand/sort.js";
export { asc, desc } from "./api/operand/sort.js";
export type { StringColumnLike, StringOperand } from "./api/operand/text-operand.js";
export type { WindowSpec } from "./api/operand/window.js";
export type { Arrow, ArrowLibrary } from "./api/result/arrow-result.js";
export type { CachedTable } from "./api/result/cached-table.js";
export type { FileOptions } from "./api/result/file-export.js";
export type { BatchColumns, ResultBatch } from "./api/result/result-batch.js";
export type { ArrowTable } from "./api/source/arrow.js";
export { toDot } from "./api/source/drawing.js";
export type { InferredSchema, MemColumns, MemData, MemRows } from "./api/source/memtable.js";
export { memtable } from "./api/source/memtable.js";
export type { RecursiveOptions } from "./api/source/recursive.js";
export { recursive } from "./api/source/recursive.js";
export type { FromJSONOptions } from "./api/source/serialization.js";
export { fingerprint, fromJSON, lineage, tableFromJSON, toJSON } from "./api/source/serialization.js";
export type { SqlOptions } from "./api/source/sql-query.js";
export type { TableLike } from "./api/table.js";
export { Table } from "./api/table.js";
export type * from "./api/types.js";
export type { Grouped } from "./api/verbs/grouped.js";
export type { AllNullable, GroupingSetKeys, GroupingSetNames, GroupingSets } from "./api/verbs/grouping-sets.js";
export type * from "./api/verbs/join-types.js";
export type { Combined, SetOptions } from "./api/verbs/set-operation-types.js";
export type { DescribeSchema, InfoSchema } from "./api/verbs/summary.js";
export type { CastTo, FilledAll, FilledEach } from "./api/verbs/tidy-types.js";
export type { AfterUnnest, AfterUnpack } from "./api/verbs/unnest.js";
export type {
  BoundParam,
  CompiledQuery,
  CompileOptions,
  CsvFormat,
  Estimate,
  JsonFormat,
  ParquetFormat,
  RunOptions,
  Signal,
  SqlDialect,
} from "./backend/contract.js";
export type {
  DefaultEncoding,
  MergedEncoding,
  NoOptions,
  ValueEncoding,
  ValueOptions,
} from "./backend/value-encoding.js";
export type * from "./dtype/dtype.js";
export {
  array,
  binary,
  bool,
  date,
  decimal,
  float32,
  float64,
  inet,
  int8,
  int16,
  int32,
  int64,
  interval,
  json,
  map,
  notNull,
  nullable,
  nullType,
  string,
  struct,
  time,
  timestamp,
  uint8,
  uint16,
  uint32,
  uint64,
  uuid,
} from "./dtype/dtype.js";
export type { ColumnsOfRows, ColumnValues, IntervalValue, Js, Row } from "./dtype/js.js";
export type { LiteralValue } from "./dtype/literal.js";
export { parseDType } from "./dtype/parse.js";
export { printDType } from "./dtype/print.js";
export type { ErrorCode, ErrorDetails, FailureReason } from "./errors.js";
export { AvocetError, isAvocetError } from "./errors.js";
export type { TextSink } from "./files/text-sink.js";
export type { HashAlgorithm } from "./ir/ops/strings.js";
export type { DateUnit, EpochUnit, TimestampUnit, TimeUnit } from "./ir/units.js";
export type { ColumnSource, Lineage, SourceColumn } from "./lineage/lineage.js";
export type { Selector } from "./selectors.js";
export { s } from "./selectors.js";
export type { SerializedExpression, SerializedNode } from "./serialize/format.js";
