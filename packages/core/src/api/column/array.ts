import type * as d from "../../dtype/dtype.js";
import { op } from "../../ir/op.js";
import type { ElementCallback } from "../operand/lambda.js";
import { lambdaOf } from "../operand/lambda.js";
import { elementNode, listNode, listNodes } from "../operand/nested-operand.js";
import type {
  ColumnDTypes,
  CommonElement,
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

/** A column of arrays. Positions count from 0, negative ones from the end; -1 means "not found". */
export class ArrayColumn<
  D extends d.DType = d.DType,
  N extends string | null = string | null,
  O extends string | null = string | null,
> extends ColumnBase<D, N, O> {
  /**
   * Number of elements, including NULLs.
   * Returns int64. NULL propagates.
   * @example posts.mutate((c) => ({ tags: c.tags.length() }))
   */
  length(): Column<d.Int64<D["nullable"]>> {
    return this.op("ArrayLength", { arg: this.node });
  }
  /**
   * Element at a position.
   * Returns the dtype of the elements, NULL outside of the array.
   * @example posts.mutate((c) => ({ last: c.tags.at(-1) }))
   */
  at(position: IntegerOperand): Column<d.SetNull<ElementOf<D>, true>> {
    return this.op("ArrayIndex", { arg: this.node, index: integerNode(position, "position") });
  }
  /**
   * Elements from `start` up to, but excluding, `end` (the end of the array by default), as in JavaScript.
   * Returns the same dtype. NULL propagates.
   * @example posts.mutate((c) => ({ rest: c.tags.slice(1) }))
   */
  slice<const A extends IntegerOperand, const B extends IntegerOperand = 0>(
    start: A,
    end?: B,
  ): Column<d.SetNull<D, AnyNull<D["nullable"], [A, B]>>> {
    const stopNode = end === undefined ? undefined : integerNode(end, "end");
    return this.op("ArraySlice", { arg: this.node, start: integerNode(start, "start"), stop: stopNode });
  }
  /**
   * Concatenates the array and others.
   * Returns an array of the common dtype of all elements. NULL propagates.
   * @example posts.mutate((c) => ({ tags: c.tags.concat(["new"]) }))
   */
  concat<const V extends readonly ListOperand<D>[]>(
    ...arrays: V
  ): Column<d.ArrayType<CommonElement<ElementOf<D>, D, V>, AnyNull<D["nullable"], V>>> {
    return this.op("ArrayConcat", { args: listNodes(this.node, arrays) });
  }
  /**
   * Repeats the array `times` times; empty if `times` is 0 or negative.
   * Returns the same dtype. NULL propagates.
   * @example posts.mutate((c) => ({ twice: c.tags.repeat(2) }))
   */
  repeat<const V extends IntegerOperand>(times: V): Column<d.SetNull<D, AnyNull<D["nullable"], [V]>>> {
    return this.op("ArrayRepeat", { arg: this.node, times: integerNode(times, "times") });
  }
  /**
   * Tests whether the array contains a value. A NULL element equals nothing.
   * Returns bool. NULL propagates.
   * @example posts.filter((c) => c.tags.contains("sql"))
   */
  contains<const V extends Operand<ElementOf<D>>>(value: V): Column<d.Bool<d.Or<D["nullable"], OperandNull<V>>>> {
    return this.op("ArrayContains", { arg: this.node, value: elementNode(value, this.node) });
  }
  /**
   * Position of the first element that equals a value. A NULL element equals nothing.
   * Returns int64, -1 if there is no such element. NULL propagates.
   * @example posts.mutate((c) => ({ position: c.tags.indexOf("sql") }))
   */
  indexOf<const V extends Operand<ElementOf<D>>>(value: V): Column<d.Int64<d.Or<D["nullable"], OperandNull<V>>>> {
    return this.op("ArrayPosition", { arg: this.node, value: elementNode(value, this.node) });
  }
  /**
   * Removes all elements that equal a value. NULL elements are kept.
   * Returns the same dtype. NULL propagates.
   * @example posts.mutate((c) => ({ tags: c.tags.remove("draft") }))
   */
  remove<const V extends Operand<ElementOf<D>>>(value: V): Column<d.SetNull<D, d.Or<D["nullable"], OperandNull<V>>>> {
    return this.op("ArrayRemove", { arg: this.node, value: elementNode(value, this.node) });
  }
  /**
   * Removes duplicates, keeping the first of equal elements. NULL elements equal each other.
   * Returns the same dtype. NULL propagates.
   * @example posts.mutate((c) => ({ tags: c.tags.unique() }))
   */
  unique(): Column<d.SetNull<D, D["nullable"]>> {
    return this.op("ArrayDistinct", { arg: this.node });
  }
  /**
   * Sorts the elements in ascending order, NULLs last.
   * Returns the same dtype. NULL propagates.
   * @example posts.mutate((c) => ({ tags: c.tags.sort() }))
   */
  sort(): Column<d.SetNull<D, D["nullable"]>> {
    return this.op("ArraySort", { arg: this.node });
  }
  /**
   * Distinct elements of both arrays, in the order of their first occurrence.
   * Returns an array of the common dtype of all elements. NULL propagates.
   * @example posts.mutate((c) => ({ tags: c.tags.union(["sql"]) }))
   */
  union<const V extends ListOperand<D>>(
    right: V,
  ): Column<d.ArrayType<CommonElement<ElementOf<D>, D, [V]>, AnyNull<D["nullable"], [V]>>> {
    return this.op("ArrayUnion", { left: this.node, right: listNode(right, this.node) });
  }
  /**
   * Distinct elements that occur in both arrays, in the order of this array.
   * Returns an array of the common dtype of all elements. NULL propagates.
   * @example posts.mutate((c) => ({ languages: c.tags.intersect(["sql", "typescript"]) }))
   */
  intersect<const V extends ListOperand<D>>(
    right: V,
  ): Column<d.ArrayType<SharedElement<D, V>, AnyNull<D["nullable"], [V]>>> {
    return this.op("ArrayIntersect", { left: this.node, right: listNode(right, this.node) });
  }
  /**
   * Concatenates the inner arrays of an array of arrays. Inner NULLs are skipped.
   * Returns the dtype of the inner arrays. NULL stays NULL.
   * @example posts.groupBy("author").aggregate((c) => ({ tags: c.tags.collect().flatten() }))
   */
  flatten(
    this: ListColumn<d.ArrayType<d.DType, boolean>>,
  ): Column<d.ArrayType<ElementOf<ElementOf<D>>, D["nullable"]>> {
    return columnFrom(op("ArrayFlatten", { arg: this.node }));
  }
  /**
   * Combines the elements at the same position into structs with the fields f1, f2, … Shorter arrays are padded with
   * NULL.
   * Returns an array of structs. NULL propagates.
   * @example posts.mutate((c) => ({ pairs: c.tags.zip(c.scores) }))
   */
  zip<const V extends readonly [ListColumn, ...ListColumn[]]>(
    ...arrays: V
  ): Column<d.ArrayType<d.StructType<ZipFields<[D, ...ColumnDTypes<V>]>, false>, AnyNull<D["nullable"], V>>> {
    return this.op("ArrayZip", { args: [this.node, ...arrays.map((o) => o.node)] });
  }
  /**
   * Joins an array of strings, with a separator. NULL elements are skipped.
   * Returns string. NULL propagates.
   * @example posts.mutate((c) => ({ tags: c.tags.join(", ") }))
   */
  join<const V extends StringOperand>(
    this: ListColumn<d.Str<boolean>>,
    separator: V,
  ): Column<d.Str<AnyNull<D["nullable"], [V]>>> {
    return columnFrom(op("ArrayStringJoin", { arg: this.node, separator: textNode(separator, "separator") }));
  }

  /**
   * Applies a callback to each element. It may use the element's position, and columns of the row.
   * Returns an array of the dtype that the callback returns. NULL stays NULL.
   * @example posts.mutate((c) => ({ tags: c.tags.map((tag) => tag.upper()) }))
   */
  map<const R extends AnyColumn | LiteralInput>(
    callback: ElementCallback<ElementOf<D>, R>,
  ): Column<d.ArrayType<DTypeOf<R>, D["nullable"]>> {
    return this.op("ArrayMap", { arg: this.node, body: lambdaOf(this.node, callback) });
  }
  /**
   * Keeps the elements for which the callback's condition is true, not false or NULL.
   * Returns the same dtype. NULL stays NULL.
   * @example posts.mutate((c) => ({ long: c.tags.filter((tag) => tag.length().gt(3)) }))
   */
  filter(callback: ElementCallback<ElementOf<D>, Condition | boolean>): Column<d.SetNull<D, D["nullable"]>> {
    return this.op("ArrayFilter", { arg: this.node, body: lambdaOf(this.node, callback) });
  }

  /**
   * Tests whether any element is true.
   * Returns bool. NULL elements are skipped; NULL if there are no others.
   * @example posts.mutate((c) => ({ anyGood: c.scores.map((x) => x.gt(5)).anys() }))
   */
  anys(this: ListColumn<d.Bool<boolean>>): Column<d.Bool> {
    return columnFrom(op("ArrayAny", { arg: this.node }));
  }
  /**
   * Tests whether all elements are true.
   * Returns bool. NULL elements are skipped; NULL if there are no others.
   * @example posts.mutate((c) => ({ allGood: c.scores.map((x) => x.gt(5)).alls() }))
   */
  alls(this: ListColumn<d.Bool<boolean>>): Column<d.Bool> {
    return columnFrom(op("ArrayAll", { arg: this.node }));
  }
  /**
   * Sum of the elements.
   * Returns int64, decimal or float64. NULL elements are skipped; NULL if there are no others.
   * @example posts.mutate((c) => ({ total: c.scores.sums() }))
   */
  sums(this: ListColumn<d.Numeric>): Column<SumOf<ElementOf<D>>> {
    return columnFrom(op("ArraySum", { arg: this.node }));
  }
  /**
   * Arithmetic mean of the elements.
   * Returns float64. NULL elements are skipped; NULL if there are no others.
   * @example posts.mutate((c) => ({ mean: c.scores.means() }))
   */
  means(this: ListColumn<d.Numeric>): Column<d.Float64> {
    return columnFrom(op("ArrayMean", { arg: this.node }));
  }
  /**
   * Smallest element.
   * Returns the dtype of the elements. NULL elements are skipped; NULL if there are no others.
   * @example posts.mutate((c) => ({ lowest: c.scores.mins() }))
   */
  mins(): Column<d.SetNull<ElementOf<D>, true>> {
    return this.op("ArrayMin", { arg: this.node });
  }
  /**
   * Largest element.
   * Returns the dtype of the elements. NULL elements are skipped; NULL if there are no others.
   * @example posts.mutate((c) => ({ highest: c.scores.maxs() }))
   */
  maxs(): Column<d.SetNull<ElementOf<D>, true>> {
    return this.op("ArrayMax", { arg: this.node });
  }
  /**
   * Most frequent element; of equally frequent elements, the smallest.
   * Returns the dtype of the elements. NULL elements are skipped; NULL if there are no others.
   * @example posts.mutate((c) => ({ usual: c.tags.modes() }))
   */
  modes(): Column<d.SetNull<ElementOf<D>, true>> {
    return this.op("ArrayMode", { arg: this.node });
  }
}
