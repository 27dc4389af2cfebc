import type * as d from "../../dtype/dtype.js";
import { op } from "../../ir/op.js";
import type { ElementCallback } from "../operand/lambda.js";
import { lambdaOf } from "../operand/lambda.js";
import { elementNode, listNode, listNodes } from "../operand/nested-operand.js";
import type {
  CommonElement,
  ColumnDTypes,
  ElementOf,
  ListColumn,
  ListOperand,
  SharedElement,
  ZipFields,
} from "../operand/nested-types.js";
import type { AnyColumn, DTypeOf, LiteralInput, Operand, OperandNull } from "../operand/operand.js";
import type { AnyNull, StringOperand } from "../operand/text-operand.js";
import { integerNode, textNode } from "../operand/text-operand.js";
import type { Condition } from "./base.js";
import { ColumnBase } from "./base.js";
import type { Column } from "./column.js";
import { columnFrom } from "./column-factory.js";
import type { IntegerOperand } from "./integer.js";
import type { SumOf } from "./numeric.js";

/** A column of arrays. Places count from 0, negative ones from the end, and -1 says that there is none. */
export class ArrayColumn<
  D extends d.DType = d.DType,
  N extends string | null = string | null,
  O extends string | null = string | null,
> extends ColumnBase<D, N, O> {
  /**
   * How many elements there are, NULLs among them; NULL stays NULL. → int64
   * @example posts.mutate((c) => ({ tags: c.tags.length() }))
   */
  length(): Column<d.Int64<D["nullable"]>> {
    return this.op("ArrayLength", { arg: this.node });
  }
  /**
   * The element at a place; NULL outside of the array. → the elements' dtype
   * @example posts.mutate((c) => ({ last: c.tags.at(-1) }))
   */
  at(position: IntegerOperand): Column<d.SetNull<ElementOf<D>, true>> {
    return this.op("ArrayIndex", { arg: this.node, index: integerNode(position, "the place") });
  }
  /**
   * The elements from one place up to but without another, or to the end, as JavaScript's slice; NULL if any is NULL. → the same dtype
   * @example posts.mutate((c) => ({ rest: c.tags.slice(1) }))
   */
  slice<const A extends IntegerOperand, const B extends IntegerOperand = 0>(
    start: A,
    end?: B,
  ): Column<d.SetNull<D, AnyNull<D["nullable"], [A, B]>>> {
    const stopNode = end === undefined ? undefined : integerNode(end, "the end");
    return this.op("ArraySlice", { arg: this.node, start: integerNode(start, "the start"), stop: stopNode });
  }
  /**
   * This array and the others, one after the other; NULL if any is NULL. → array of the dtype that holds all elements
   * @example posts.mutate((c) => ({ tags: c.tags.concat(["new"]) }))
   */
  concat<const V extends readonly ListOperand<D>[]>(
    ...arrays: V
  ): Column<d.ArrayType<CommonElement<ElementOf<D>, D, V>, AnyNull<D["nullable"], V>>> {
    return this.op("ArrayConcat", { args: listNodes(this.node, arrays) });
  }
  /**
   * The array so many times over, empty for zero and below; NULL if either is NULL. → the same dtype
   * @example posts.mutate((c) => ({ twice: c.tags.repeat(2) }))
   */
  repeat<const V extends IntegerOperand>(times: V): Column<d.SetNull<D, AnyNull<D["nullable"], [V]>>> {
    return this.op("ArrayRepeat", { arg: this.node, times: integerNode(times, "the number of times") });
  }
  /**
   * Whether an element equals the value; NULL if either is NULL, and a NULL element equals nothing. → bool
   * @example posts.filter((c) => c.tags.contains("sql"))
   */
  contains<const V extends Operand<ElementOf<D>>>(value: V): Column<d.Bool<d.Or<D["nullable"], OperandNull<V>>>> {
    return this.op("ArrayContains", { arg: this.node, value: elementNode(value, this.node) });
  }
  /**
   * The first place whose element equals the value, -1 if there is none; NULL if either is NULL. → int64
   * @example posts.mutate((c) => ({ place: c.tags.indexOf("sql") }))
   */
  indexOf<const V extends Operand<ElementOf<D>>>(value: V): Column<d.Int64<d.Or<D["nullable"], OperandNull<V>>>> {
    return this.op("ArrayPosition", { arg: this.node, value: elementNode(value, this.node) });
  }
  /**
   * Without the elements that equal the value; NULL elements stay, NULL if either is NULL. → the same dtype
   * @example posts.mutate((c) => ({ tags: c.tags.remove("draft") }))
   */
  remove<const V extends Operand<ElementOf<D>>>(value: V): Column<d.SetNull<D, d.Or<D["nullable"], OperandNull<V>>>> {
    return this.op("ArrayRemove", { arg: this.node, value: elementNode(value, this.node) });
  }
  /**
   * Each different element once, where it comes first; NULL elements count as equal. NULL stays NULL. → the same dtype
   * @example posts.mutate((c) => ({ tags: c.tags.unique() }))
   */
  unique(): Column<d.SetNull<D, D["nullable"]>> {
    return this.op("ArrayDistinct", { arg: this.node });
  }
  /**
   * The elements from small to large, NULLs last; NULL stays NULL. → the same dtype
   * @example posts.mutate((c) => ({ tags: c.tags.sort() }))
   */
  sort(): Column<d.SetNull<D, D["nullable"]>> {
    return this.op("ArraySort", { arg: this.node });
  }
  /**
   * Each different element of both once, where it comes first; NULL if either is NULL. → array of the dtype that holds all elements
   * @example posts.mutate((c) => ({ tags: c.tags.union(["sql"]) }))
   */
  union<const V extends ListOperand<D>>(
    right: V,
  ): Column<d.ArrayType<CommonElement<ElementOf<D>, D, [V]>, AnyNull<D["nullable"], [V]>>> {
    return this.op("ArrayUnion", { left: this.node, right: listNode(right, this.node) });
  }
  /**
   * Each different element that both have, in this array's order; NULL if either is NULL. → array of the dtype that holds all elements
   * @example posts.mutate((c) => ({ known: c.tags.intersect(["sql", "typescript"]) }))
   */
  intersect<const V extends ListOperand<D>>(
    right: V,
  ): Column<d.ArrayType<SharedElement<D, V>, AnyNull<D["nullable"], [V]>>> {
    return this.op("ArrayIntersect", { left: this.node, right: listNode(right, this.node) });
  }
  /**
   * The elements of the inner arrays in one array, one level down; an inner NULL is passed over, NULL stays NULL. → the inner arrays' dtype
   * @example posts.groupBy("author").aggregate((c) => ({ tags: c.tags.collect().flatten() }))
   */
  flatten(
    this: ListColumn<d.ArrayType<d.DType, boolean>>,
  ): Column<d.ArrayType<ElementOf<ElementOf<D>>, D["nullable"]>> {
    return columnFrom(op("ArrayFlatten", { arg: this.node }));
  }
  /**
   * Structs with fields f1, f2, ... of the elements at the same place; shorter arrays are filled up with NULL. NULL if any is NULL. → array of structs
   * @example posts.mutate((c) => ({ pairs: c.tags.zip(c.scores) }))
   */
  zip<const V extends readonly [ListColumn, ...ListColumn[]]>(
    ...arrays: V
  ): Column<d.ArrayType<d.StructType<ZipFields<[D, ...ColumnDTypes<V>]>, false>, AnyNull<D["nullable"], V>>> {
    return this.op("ArrayZip", { args: [this.node, ...arrays.map((o) => o.node)] });
  }
  /**
   * The strings, joined by a separator; NULL elements are passed over, NULL if either is NULL. → string
   * @example posts.mutate((c) => ({ line: c.tags.join(", ") }))
   */
  join<const V extends StringOperand>(
    this: ListColumn<d.Str<boolean>>,
    separator: V,
  ): Column<d.Str<AnyNull<D["nullable"], [V]>>> {
    return columnFrom(op("ArrayStringJoin", { arg: this.node, separator: textNode(separator, "the separator") }));
  }

  /**
   * What the callback makes of each element; it may use the element's place and columns of the row. NULL stays NULL. → array of what it gives
   * @example posts.mutate((c) => ({ tags: c.tags.map((tag) => tag.upper()) }))
   */
  map<const R extends AnyColumn | LiteralInput>(
    callback: ElementCallback<ElementOf<D>, R>,
  ): Column<d.ArrayType<DTypeOf<R>, D["nullable"]>> {
    return this.op("ArrayMap", { arg: this.node, body: lambdaOf(this.node, callback) });
  }
  /**
   * The elements for which the callback's condition is true, not false or NULL. NULL stays NULL. → the same dtype
   * @example posts.mutate((c) => ({ long: c.tags.filter((tag) => tag.length().gt(3)) }))
   */
  filter(callback: ElementCallback<ElementOf<D>, Condition | boolean>): Column<d.SetNull<D, D["nullable"]>> {
    return this.op("ArrayFilter", { arg: this.node, body: lambdaOf(this.node, callback) });
  }

  /**
   * Whether some element is true, NULLs passed over; NULL for no elements. → bool
   * @example posts.mutate((c) => ({ good: c.scores.map((x) => x.gt(5)).anys() }))
   */
  anys(this: ListColumn<d.Bool<boolean>>): Column<d.Bool> {
    return columnFrom(op("ArrayAny", { arg: this.node }));
  }
  /**
   * Whether every element is true, NULLs passed over; NULL for no elements. → bool
   * @example posts.mutate((c) => ({ good: c.scores.map((x) => x.gt(5)).alls() }))
   */
  alls(this: ListColumn<d.Bool<boolean>>): Column<d.Bool> {
    return columnFrom(op("ArrayAll", { arg: this.node }));
  }
  /**
   * The sum of the elements, NULLs passed over; NULL for no elements. → int64, decimal or float64
   * @example posts.mutate((c) => ({ total: c.scores.sums() }))
   */
  sums(this: ListColumn<d.Numeric>): Column<SumOf<ElementOf<D>>> {
    return columnFrom(op("ArraySum", { arg: this.node }));
  }
  /**
   * The mean of the elements, NULLs passed over; NULL for no elements. → float64
   * @example posts.mutate((c) => ({ mean: c.scores.means() }))
   */
  means(this: ListColumn<d.Numeric>): Column<d.Float64> {
    return columnFrom(op("ArrayMean", { arg: this.node }));
  }
  /**
   * The smallest element, NULLs passed over; NULL for no elements. → the elements' dtype
   * @example posts.mutate((c) => ({ least: c.scores.mins() }))
   */
  mins(): Column<d.SetNull<ElementOf<D>, true>> {
    return this.op("ArrayMin", { arg: this.node });
  }
  /**
   * The largest element, NULLs passed over; NULL for no elements. → the elements' dtype
   * @example posts.mutate((c) => ({ most: c.scores.maxs() }))
   */
  maxs(): Column<d.SetNull<ElementOf<D>, true>> {
    return this.op("ArrayMax", { arg: this.node });
  }
  /**
   * The most frequent element, of several the smallest, NULLs passed over; NULL for no elements. → the elements' dtype
   * @example posts.mutate((c) => ({ usual: c.tags.modes() }))
   */
  modes(): Column<d.SetNull<ElementOf<D>, true>> {
    return this.op("ArrayMode", { arg: this.node });
  }
}
