import { array, bool, int64, map, notNull } from "../../dtype/dtype.js";
import { commonDType } from "../../dtype/promote.js";
import { arrayArg, elementwise, mapArg, optional, value } from "../define.js";
import { commonOf } from "./generic.js";
import { elementOf, mapKeyOf, mapValueOf } from "./nested.js";

const unary = { arg: value(mapArg) };

export const mapOps = {
  /** Map from an array of keys and an array of the same number of values. */
  MapConstruct: elementwise(
    { keys: value(arrayArg), values: value(arrayArg) },
    { dtype: (a) => map(notNull(elementOf(a.keys.dtype)), elementOf(a.values.dtype)) },
  ),
  /** Value of a key; the default or NULL if the key is missing. */
  MapGet: elementwise(
    { arg: value(mapArg), key: value(), default: optional() },
    {
      dtype: (a) => {
        const valueDType = mapValueOf(a.arg.dtype);
        return a.default ? (commonDType(valueDType, a.default.dtype) ?? valueDType) : valueDType;
      },
      nulls: (a) =>
        !a.default || [mapValueOf(a.arg.dtype), a.arg.dtype, a.key.dtype, a.default.dtype].some((d) => d.nullable),
    },
  ),
  /** Whether the map has the key. */
  MapContains: elementwise({ arg: value(mapArg), key: value() }, { dtype: bool }),
  /** Keys of the map. */
  MapKeys: elementwise(unary, { dtype: (a) => array(notNull(mapKeyOf(a.arg.dtype))) }),
  /** Values of the map, in the order of its keys. */
  MapValues: elementwise(unary, {
    dtype: (a) => array(mapValueOf(a.arg.dtype)),
  }),
  /** Number of entries. */
  MapLength: elementwise(unary, { dtype: int64 }),
  /** Entries of both maps; the right value wins if both have a key. */
  MapMerge: elementwise({ left: value(mapArg), right: value(mapArg) }, { dtype: (a) => commonOf([a.left, a.right]) }),
};
