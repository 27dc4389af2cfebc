// The entry point for authors of dialects, in addition to the user API and the expression graph. It reaches nothing
// that only execution needs, so that programs that only compile SQL do not contain vectors and file formats.
export type { BoundParam, CompiledQuery, CompileOptions, SqlDialect } from "../backend/contract.js";
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
export type { NullRule } from "../ir/ops/udf.js";
export { suggestion } from "../suggest.js";
export { formatRelation } from "../text/format.js";
export { intervalParts, intervalText } from "../text/interval.js";
export type { TimeDirective, TimeFormatToken } from "../time-format.js";
export { parseTimeFormat, TIME_DIRECTIVES } from "../time-format.js";
