// What authors of dialects and backends need besides the user API and the expression graph.
export type { ArrowMaker } from "../api/result/arrow-result.js";
export { setArrowMaker } from "../api/result/arrow-result.js";
export { MAX_PRECISION, withNull } from "../dtype/dtype.js";
export type { Js } from "../dtype/js.js";
export {
  FLOAT_KINDS,
  INTEGER_KINDS,
  INTEGER_RANGE,
  isArray,
  isDecimal,
  isFloat,
  isInteger,
  isMap,
  isNumeric,
  isStruct,
  isTemporal,
  isTimestamp,
} from "../dtype/kinds.js";
export type { LiteralValue } from "../dtype/literal.js";
export { inferDType, literalValue } from "../dtype/literal.js";
export { commonDType } from "../dtype/promote.js";
export { csvText } from "../files/csv.js";
export { jsonText } from "../files/json.js";
export type { TextSink, TextStream } from "../files/text-sink.js";
export type { NullRule } from "../ir/ops/udf.js";
export type { Derivation as ReadHow } from "../lineage/column-reads.js";
export { suggestion } from "../suggest.js";
export { formatBox } from "../text/box.js";
export { formatRelation } from "../text/format.js";
export { intervalParts, intervalText } from "../text/interval.js";
export type { Renderer } from "../text/render.js";
export { setRenderer } from "../text/render.js";
export type { TimeDirective, TimeFormatToken } from "../time-format.js";
export { TIME_DIRECTIVES, parseTimeFormat } from "../time-format.js";
export { vectorOf } from "../vectors/build.js";
export { concatBatches } from "../vectors/concat.js";
export { takeRows } from "../vectors/take.js";
export { valuesOf } from "../vectors/values.js";
export type { ColumnBatch, Vector, VectorArray } from "../vectors/vector.js";
export { bitmap, setBit, vector } from "../vectors/vector.js";
export type * from "./contract.js";
export { tooManyRowsError } from "./read-request.js";
export { rowsOf } from "./rows.js";
export * from "./value-encoding.js";
