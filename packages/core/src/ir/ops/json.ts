import { array, bool, float64, int64, json, map, notNull, string } from "../../dtype/dtype.js";
import { isInteger } from "../../dtype/kinds.js";
import type { Accepts } from "../define.js";
import { elementwise, jsonValue, text, value } from "../define.js";

const one = { arg: value(jsonValue) };
const keyOrIndex: Accepts = {
  label: "a string or an integer",
  test: (dtype) => dtype.kind === "string" || isInteger(dtype),
};
/** NULL where the value is of another kind. */
const unwrapped = { nulls: "always" as const };

export const jsonOps = {
  JSONGetItem: elementwise(
    "The member of a name, or the item at a place from 0, from the end if negative; NULL where there is none.",
    { arg: value(jsonValue), index: value(keyOrIndex) },
    { dtype: json, nulls: "always" },
  ),
  ToJSONMap: elementwise("The members of an object; NULL for anything else.", one, {
    dtype: map(notNull(string), notNull(json)),
    ...unwrapped,
  }),
  ToJSONArray: elementwise("The items of an array; NULL for anything else.", one, {
    dtype: array(notNull(json)),
    ...unwrapped,
  }),
  UnwrapJSONString: elementwise("The text of a string; NULL for anything else.", one, { dtype: string, ...unwrapped }),
  UnwrapJSONInt64: elementwise("The value of a whole number in the range of int64; NULL for anything else.", one, {
    dtype: int64,
    ...unwrapped,
  }),
  UnwrapJSONFloat64: elementwise("The value of a number; NULL for anything else.", one, {
    dtype: float64,
    ...unwrapped,
  }),
  UnwrapJSONBoolean: elementwise("The value of true or false; NULL for anything else.", one, {
    dtype: bool,
    ...unwrapped,
  }),
  JSONParse: elementwise(
    "The JSON value that a text spells; an error where it spells none.",
    { arg: value(text) },
    { dtype: json },
  ),
  JSONText: elementwise("The JSON value as text without spaces.", one, { dtype: string }),
};
