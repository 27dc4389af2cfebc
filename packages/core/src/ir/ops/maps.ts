import { array, bool, int64, map, notNull } from "../../dtype/dtype.js";
import { commonDType } from "../../dtype/promote.js";
import { arrayArg, elementwise, mapArg, optional, value } from "../define.js";
import { commonOf } from "./generic.js";
import { elementOf, mapKeyOf, mapValueOf } from "./nested.js";

const one = { arg: value(mapArg) };

export const mapOps = {
  MapConstruct: elementwise(
    "A map of an array of keys and an array of as many values.",
    { keys: value(arrayArg), values: value(arrayArg) },
    { dtype: (a) => map(notNull(elementOf(a.keys.dtype)), elementOf(a.values.dtype)) },
  ),
  MapGet: elementwise(
    "The value of a key; the default, or NULL, where the map does not have it.",
    { arg: value(mapArg), key: value(), default: optional() },
    {
      dtype: (a) => {
        const own = mapValueOf(a.arg.dtype);
        return a.default ? (commonDType(own, a.default.dtype) ?? own) : own;
      },
      nulls: (a) =>
        !a.default || [mapValueOf(a.arg.dtype), a.arg.dtype, a.key.dtype, a.default.dtype].some((d) => d.nullable),
    },
  ),
  MapContains: elementwise("Whether the map has the key.", { arg: value(mapArg), key: value() }, { dtype: bool }),
  MapKeys: elementwise("The keys.", one, { dtype: (a) => array(notNull(mapKeyOf(a.arg.dtype))) }),
  MapValues: elementwise("The values, in the order of the keys.", one, {
    dtype: (a) => array(mapValueOf(a.arg.dtype)),
  }),
  MapLength: elementwise("How many keys there are.", one, { dtype: int64 }),
  MapMerge: elementwise(
    "The entries of both; where both have a key, the right one's value.",
    { left: value(mapArg), right: value(mapArg) },
    { dtype: (a) => commonOf([a.left, a.right]) },
  ),
};
