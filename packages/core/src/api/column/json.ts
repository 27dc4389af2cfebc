import type * as d from "../../dtype/dtype.js";
import { AvocetError } from "../../errors.js";
import { op } from "../../ir/op.js";
import type { Value } from "../../ir/value.js";
import type { AnyColumn } from "../operand/operand.js";
import { isColumn } from "../operand/operand.js";
import { integerNode, textNode } from "../operand/text-operand.js";
import { ColumnBase } from "./base.js";
import type { Column } from "./column.js";
import { columnFrom } from "./column-factory.js";

/** The name of an object's member or the position of an array's item, or a column of them. */
export type JsonKey = string | number | (AnyColumn & { readonly dtype: d.Str<boolean> | d.Integer });

const keyNode = (key: JsonKey): Value => {
  if (isColumn(key)) return key.node;
  return typeof key === "string" ? textNode(key, "key") : integerNode(key, "key");
};

/** A column of JSON values. A JSON null is a value and not NULL. */
export class JsonColumn<
  D extends d.DType = d.DType,
  N extends string | null = string | null,
  O extends string | null = string | null,
> extends ColumnBase<D, N, O> {
  /**
   * Member of an object by name, or item of an array by position: from 0, or from the end if negative.
   * Returns json, NULL if there is no such member or item.
   * @example posts.mutate((c) => ({ author: c.meta.get("author") }))
   */
  get(key: JsonKey): Column<d.Json> {
    return this.op("JSONGetItem", { arg: this.node, index: keyNode(key) });
  }
  /**
   * Value at the end of a path of names and positions.
   * Returns json, NULL if the path leads nowhere. Throws `invalid-argument` for an empty path.
   * @example posts.mutate((c) => ({ first: c.meta.path("links", 0, "href") }))
   */
  path(...keys: readonly [JsonKey, ...JsonKey[]]): Column<d.Json> {
    if (keys.length === 0) throw new AvocetError("invalid-argument", "A JSON path needs at least one name or position");
    return columnFrom(keys.reduce((arg, key) => op("JSONGetItem", { arg, index: keyNode(key) }), this.node));
  }
  /**
   * Converts a JSON string.
   * Returns string, NULL for other values.
   * @example posts.mutate((c) => ({ author: c.meta.get("author").asString() }))
   */
  asString(): Column<d.Str> {
    return this.op("UnwrapJSONString", { arg: this.node });
  }
  /**
   * Converts a JSON number that is whole and in the range of int64.
   * Returns int64, NULL for other values.
   * @example posts.mutate((c) => ({ year: c.meta.get("year").asInt() }))
   */
  asInt(): Column<d.Int64> {
    return this.op("UnwrapJSONInt64", { arg: this.node });
  }
  /**
   * Converts a JSON number.
   * Returns float64, NULL for other values.
   * @example posts.mutate((c) => ({ score: c.meta.get("score").asFloat() }))
   */
  asFloat(): Column<d.Float64> {
    return this.op("UnwrapJSONFloat64", { arg: this.node });
  }
  /**
   * Converts JSON true and false.
   * Returns bool, NULL for other values.
   * @example posts.filter((c) => c.meta.get("draft").asBool())
   */
  asBool(): Column<d.Bool> {
    return this.op("UnwrapJSONBoolean", { arg: this.node });
  }
  /**
   * Converts a JSON array.
   * Returns an array of json, NULL for other values.
   * @example posts.mutate((c) => ({ links: c.meta.get("links").asArray().length() }))
   */
  asArray(): Column<d.ArrayType<d.Json<false>>> {
    return this.op("ToJSONArray", { arg: this.node });
  }
  /**
   * Converts a JSON object.
   * Returns a map from string to json, NULL for other values.
   * @example posts.mutate((c) => ({ names: c.meta.asMap().keys() }))
   */
  asMap(): Column<d.MapType<d.Str<false>, d.Json<false>>> {
    return this.op("ToJSONMap", { arg: this.node });
  }
  /**
   * Serializes to JSON text without spaces. The engine chooses the order of an object's members.
   * Returns string. NULL stays NULL.
   * @example posts.mutate((c) => ({ meta: c.meta.text() }))
   */
  text(): Column<d.Str<D["nullable"]>> {
    return this.op("JSONText", { arg: this.node });
  }
}
