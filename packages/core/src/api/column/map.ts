import type * as d from "../../dtype/dtype.js";
import { mapKeyOf, mapValueOf } from "../../ir/ops/nested.js";
import { nestedOperandNode } from "../operand/nested-operand.js";
import type { KeyOf, ValueOf } from "../operand/nested-types.js";
import type {
  AnyColumn,
  Common,
  ComparableDType,
  Literals,
  Operand,
  OperandDType,
  OperandNull,
} from "../operand/operand.js";
import { comparableNode } from "../operand/operand.js";
import type { AnyNull } from "../operand/text-operand.js";
import { ColumnBase } from "./base.js";
import type { Column } from "./column.js";

/** A map that can be combined with maps of `D`: a column, or a Map whose keys and values fit their dtypes. */
export type MapOperand<D extends d.DType> =
  | {
      readonly dtype: d.MapType<ComparableDType<KeyOf<D>>, ComparableDType<ValueOf<D>>, boolean>;
      readonly node: AnyColumn["node"];
    }
  | ReadonlyMap<Literals[KeyOf<D>["kind"]], Literals[ValueOf<D>["kind"]] | null>
  | null;
type OperandValue<D extends d.DType, V> = V extends { readonly dtype: d.MapType<infer _K, infer W, boolean> }
  ? W
  : d.SetNull<ValueOf<D>, false>;

/** A column of maps from keys to values. */
export class MapColumn<
  D extends d.DType = d.DType,
  N extends string | null = string | null,
  O extends string | null = string | null,
> extends ColumnBase<D, N, O> {
  /**
   * Value of a key, or `fallback` (NULL by default) if the map does not have the key.
   * Returns the dtype of the values. NULL if the map or the key is NULL.
   * @example posts.mutate((c) => ({ likes: c.counts.get("likes", 0) }))
   */
  get<const K extends Operand<KeyOf<D>>>(key: K): Column<d.SetNull<ValueOf<D>, true>>;
  get<const K extends Operand<KeyOf<D>>, const V extends Operand<ValueOf<D>>>(
    key: K,
    fallback: V,
  ): Column<
    d.SetNull<
      Common<ValueOf<D>, OperandDType<ValueOf<D>, V>>,
      d.Or<d.Or<D["nullable"], ValueOf<D>["nullable"]>, d.Or<OperandNull<K>, OperandNull<V>>>
    >
  >;
  get(key: unknown, fallback?: unknown): AnyColumn {
    const value = mapValueOf(this.node.dtype);
    return this.op("MapGet", {
      arg: this.node,
      key: this.#key(key),
      default: fallback === undefined ? undefined : nestedOperandNode(fallback, value, this.node, "value"),
    });
  }
  /**
   * Tests whether the map has a key.
   * Returns bool. NULL propagates.
   * @example posts.filter((c) => c.counts.has("likes"))
   */
  has<const K extends Operand<KeyOf<D>>>(key: K): Column<d.Bool<d.Or<D["nullable"], OperandNull<K>>>> {
    return this.op("MapContains", { arg: this.node, key: this.#key(key) });
  }
  /**
   * Keys of the map, in an order that the engine chooses.
   * Returns an array of the dtype of the keys. NULL propagates.
   * @example posts.mutate((c) => ({ kinds: c.counts.keys() }))
   */
  keys(): Column<d.ArrayType<d.SetNull<KeyOf<D>, false>, D["nullable"]>> {
    return this.op("MapKeys", { arg: this.node });
  }
  /**
   * Values of the map, in the order of `keys`.
   * Returns an array of the dtype of the values. NULL propagates.
   * @example posts.mutate((c) => ({ highest: c.counts.values().maxs() }))
   */
  values(): Column<d.ArrayType<ValueOf<D>, D["nullable"]>> {
    return this.op("MapValues", { arg: this.node });
  }
  /**
   * Number of keys.
   * Returns int64. NULL propagates.
   * @example posts.mutate((c) => ({ kinds: c.counts.length() }))
   */
  length(): Column<d.Int64<D["nullable"]>> {
    return this.op("MapLength", { arg: this.node });
  }
  /**
   * Merges two maps; for keys that both have, the values of `right` are taken.
   * Returns a map of the common dtype of the values. NULL propagates.
   * @example posts.mutate((c) => ({ counts: c.counts.merge(new Map([["shares", 0]])) }))
   */
  merge<const V extends MapOperand<D>>(
    right: V,
  ): Column<d.MapType<KeyOf<D>, Common<ValueOf<D>, OperandValue<D, V>>, AnyNull<D["nullable"], [V]>>> {
    return this.op("MapMerge", { left: this.node, right: comparableNode(right, this.node) });
  }

  #key(key: unknown) {
    return nestedOperandNode(key, mapKeyOf(this.node.dtype), this.node, "key");
  }
}
