import { array, bool, float64, int64, json, map, notNull, string } from "../../dtype/dtype.js";
import { isInteger } from "../../dtype/kinds.js";
import type { ArgType } from "../define.js";
import { elementwise, jsonArg, stringArg, value } from "../define.js";

const unary = { arg: value(jsonArg) };
const keyOrIndexArg: ArgType = {
  label: "a string or an integer",
  test: (dtype) => dtype.kind === "string" || isInteger(dtype),
};
/** NULL if the JSON value is of another kind. */
const nullIfOtherKind = { nulls: "always" as const };

export const jsonOps = {
  /** Object member by name, or array item by index from 0, or from the end if negative; NULL if missing. */
  JSONGetItem: elementwise({ arg: value(jsonArg), index: value(keyOrIndexArg) }, { dtype: json, nulls: "always" }),
  /** Members of an object as a map; NULL for other values. */
  ToJSONMap: elementwise(unary, {
    dtype: map(notNull(string), notNull(json)),
    ...nullIfOtherKind,
  }),
  /** Items of an array; NULL for other values. */
  ToJSONArray: elementwise(unary, {
    dtype: array(notNull(json)),
    ...nullIfOtherKind,
  }),
  /** Value of a JSON string; NULL for other values. */
  UnwrapJSONString: elementwise(unary, {
    dtype: string,
    ...nullIfOtherKind,
  }),
  /** Value of an integer in the range of int64; NULL for other values. */
  UnwrapJSONInt64: elementwise(unary, {
    dtype: int64,
    ...nullIfOtherKind,
  }),
  /** Value of a JSON number; NULL for other values. */
  UnwrapJSONFloat64: elementwise(unary, {
    dtype: float64,
    ...nullIfOtherKind,
  }),
  /** Value of a JSON boolean; NULL for other values. */
  UnwrapJSONBoolean: elementwise(unary, {
    dtype: bool,
    ...nullIfOtherKind,
  }),
  /** JSON value parsed from a string; an error if the string is not valid JSON. */
  JSONParse: elementwise({ arg: value(stringArg) }, { dtype: json }),
  /** JSON value as a string without whitespace. */
  JSONText: elementwise(unary, { dtype: string }),
};
