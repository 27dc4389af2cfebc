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

/** The name of a member or the place of an item, or a column of them. */
export type JsonKey = string | number | (AnyColumn & { readonly dtype: d.Str<boolean> | d.Integer });

const keyNode = (key: JsonKey): Value => {
  if (isColumn(key)) return key.node;
  return typeof key === "string" ? textNode(key, "a key") : integerNode(key, "a place");
};

/** A column of JSON values. A JSON null is a value and not NULL. */
export class JsonColumn<
  D extends d.DType = d.DType,
  N extends string | null = string | null,
  O extends string | null = string | null,
> extends ColumnBase<D, N, O> {
  /**
   * The member of a name, or the item at a place from 0, from the end if negative; NULL where there is none. → json
   * @example posts.mutate((c) => ({ author: c.meta.get("author") }))
   */
  get(key: JsonKey): Column<d.Json> {
    return this.op("JSONGetItem", { arg: this.node, index: keyNode(key) });
  }
  /**
   * The value at the end of a path of names and places; NULL where it breaks off. → json
   * @example posts.mutate((c) => ({ first: c.meta.path("links", 0, "href") }))
   */
  path(...keys: readonly [JsonKey, ...JsonKey[]]): Column<d.Json> {
    if (keys.length === 0) throw new AvocetError("invalid-argument", "a path needs at least one key or place");
    return columnFrom(keys.reduce((arg, key) => op("JSONGetItem", { arg, index: keyNode(key) }), this.node));
  }
  /**
   * The text of a JSON string; NULL for anything else. → string
   * @example posts.mutate((c) => ({ author: c.meta.get("author").asString() }))
   */
  asString(): Column<d.Str> {
    return this.op("UnwrapJSONString", { arg: this.node });
  }
  /**
   * The value of a whole JSON number in the range of int64; NULL for anything else. → int64
   * @example posts.mutate((c) => ({ year: c.meta.get("year").asInt() }))
   */
  asInt(): Column<d.Int64> {
    return this.op("UnwrapJSONInt64", { arg: this.node });
  }
  /**
   * The value of a JSON number; NULL for anything else. → float64
   * @example posts.mutate((c) => ({ score: c.meta.get("score").asFloat() }))
   */
  asFloat(): Column<d.Float64> {
    return this.op("UnwrapJSONFloat64", { arg: this.node });
  }
  /**
   * The value of JSON's true or false; NULL for anything else. → bool
   * @example posts.filter((c) => c.meta.get("draft").asBool())
   */
  asBool(): Column<d.Bool> {
    return this.op("UnwrapJSONBoolean", { arg: this.node });
  }
  /**
   * The items of a JSON array; NULL for anything else. → array of json
   * @example posts.mutate((c) => ({ links: c.meta.get("links").asArray().length() }))
   */
  asArray(): Column<d.ArrayType<d.Json<false>>> {
    return this.op("ToJSONArray", { arg: this.node });
  }
  /**
   * The members of a JSON object; NULL for anything else. → map of string to json
   * @example posts.mutate((c) => ({ names: c.meta.asMap().keys() }))
   */
  asMap(): Column<d.MapType<d.Str<false>, d.Json<false>>> {
    return this.op("ToJSONMap", { arg: this.node });
  }
  /**
   * The value as JSON text without spaces; the order of an object's members may differ by engine. NULL stays NULL. → string
   * @example posts.mutate((c) => ({ meta: c.meta.text() }))
   */
  text(): Column<d.Str<D["nullable"]>> {
    return this.op("JSONText", { arg: this.node });
  }
}
