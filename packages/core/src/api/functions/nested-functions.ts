import type * as d from "../../dtype/dtype.js";
import { printDType } from "../../dtype/print.js";
import { commonDType } from "../../dtype/promote.js";
import { AvocetError } from "../../errors.js";
import { op } from "../../ir/op.js";
import type { Value } from "../../ir/value.js";
import type { Column } from "../column/column.js";
import { registerColumnClasses } from "../column/column-classes.js";
import { columnFrom } from "../column/column-factory.js";
import type { DateOperand } from "../column/date.js";
import type { IntegerOperand } from "../column/integer.js";
import type { TimestampOperand } from "../column/timestamp.js";
import { dateIntervalNode } from "../operand/interval-checks.js";
import type { DateParts, IntervalColumnLike, IntervalNull, IntervalOperand } from "../operand/interval-parts.js";
import { intervalNode } from "../operand/interval-parts.js";
import type { CommonOf, ElementOf, InputDTypes, ListColumn } from "../operand/nested-types.js";
import type { AnyColumn, DTypeOf, LiteralInput } from "../operand/operand.js";
import { comparableNode, isColumn, operandNode } from "../operand/operand.js";
import type { AnyNull, StringOperand } from "../operand/text-operand.js";
import { integerNode, textNode } from "../operand/text-operand.js";
import { valueNode } from "../verbs/resolve.js";

registerColumnClasses();

type Input = AnyColumn | LiteralInput;

/** The nodes of values of a common dtype; a literal takes that of the values before it. */
function commonTypeNodes(values: readonly unknown[], label: string): readonly Value[] {
  const nodes: Value[] = [];
  let common: d.DType | undefined;
  for (const value of values) {
    const node: Value = common ? operandNode(value, common) : valueNode(value);
    const next: d.DType | undefined = common ? commonDType(common, node.dtype) : node.dtype;
    if (!next)
      throw new AvocetError(
        "invalid-argument",
        `The ${label} at position ${nodes.length} is ${printDType(node.dtype)}, but ` +
          `those before it are ${printDType(common ?? node.dtype)}`,
        { hint: "Cast them to a common dtype with .cast(dtype)." },
      );
    common = next;
    nodes.push(node);
  }
  return nodes;
}

/**
 * Array of values.
 * Returns an array of their common dtype, never NULL. Throws `invalid-argument` without values.
 * @example orders.mutate((c) => ({ ids: arrayOf(c.order_id, c.customer_id) }))
 */
export function arrayOf<const V extends readonly [Input, ...Input[]]>(
  ...values: V
): Column<d.ArrayType<CommonOf<InputDTypes<V>>, false>> {
  if (values.length === 0)
    throw new AvocetError("invalid-argument", "The dtype of an array without values is unknown", {
      hint: "Write it as a literal with a dtype: lit([], array(int64)).",
    });
  return columnFrom(op("ArrayConstruct", { args: commonTypeNodes(values, "element") }));
}

type Entry = readonly [key: Input, value: Input];
type Keys<E extends readonly Entry[]> = { readonly [I in keyof E]: E[I][0] };
type Values<E extends readonly Entry[]> = { readonly [I in keyof E]: E[I][1] };
/**
 * Map of entries, each a key and its value.
 * Returns a map of the common dtypes of the keys and of the values, never NULL. A duplicate or NULL key raises an error
 * at execution.
 * @example payments.mutate((c) => ({ amounts: mapOf(["amount", c.amount], ["fee", 0.5]) }))
 */
export function mapOf<const E extends readonly [Entry, ...Entry[]]>(
  ...entries: E
): Column<d.MapType<d.SetNull<CommonOf<InputDTypes<Keys<E>>>, false>, CommonOf<InputDTypes<Values<E>>>, false>>;
/**
 * Map of an array of keys and an array of as many values.
 * Returns a map of the dtypes of the elements. NULL propagates.
 * @example posts.mutate((c) => ({ byTag: mapOf(c.tags, c.scores) }))
 */
export function mapOf<K extends ListColumn, V extends ListColumn>(
  keys: K,
  values: V,
): Column<
  d.MapType<
    d.SetNull<ElementOf<K["dtype"]>, false>,
    ElementOf<V["dtype"]>,
    d.Or<K["dtype"]["nullable"], V["dtype"]["nullable"]>
  >
>;
export function mapOf(...args: readonly unknown[]): AnyColumn {
  const [keys, values] = args;
  if (args.length === 2 && isColumn(keys) && isColumn(values))
    return columnFrom(op("MapConstruct", { keys: keys.node, values: values.node }));
  const entries = args.filter((e): e is Entry => Array.isArray(e) && e.length === 2);
  if (entries.length === 0 || entries.length < args.length)
    throw new AvocetError("invalid-argument", "A map needs one or more entries, each a key and its value", {
      hint: 'Write mapOf(["a", 1], ["b", 2]), or mapOf(keys, values) with two columns of arrays.',
    });
  const nodes = (index: 0 | 1, label: string): Value =>
    op("ArrayConstruct", {
      args: commonTypeNodes(
        entries.map((e) => e[index]),
        label,
      ),
    });
  return columnFrom(op("MapConstruct", { keys: nodes(0, "key"), values: nodes(1, "value") }));
}

/**
 * Struct of named values.
 * Returns a struct, never NULL.
 * @example orders.mutate((c) => ({ customer: structOf({ id: c.customer_id, since: c.order_date }) }))
 */
export function structOf<const E extends { readonly [name: string]: Input }>(
  values: E,
): Column<d.StructType<{ readonly [K in keyof E]: DTypeOf<E[K]> }, false>> {
  return columnFrom(op("StructConstruct", { names: Object.keys(values), args: Object.values(values).map(valueNode) }));
}

/**
 * Integers from `start` up to, but excluding, `stop`, by `step` (1 by default; 0 returns an empty array).
 * Returns an array of int64. NULL propagates.
 * @example orders.mutate((c) => ({ positions: range(0, c.order_id) }))
 */
export function range<
  const A extends IntegerOperand,
  const B extends IntegerOperand,
  const C extends IntegerOperand = 1,
>(start: A, stop: B, step?: C): Column<d.ArrayType<d.Int64<false>, AnyNull<false, [A, B, C]>>>;
/**
 * Dates from `start` up to, but excluding, `stop`, by an interval.
 * Returns an array of dates. NULL propagates.
 * @example orders.mutate((c) => ({ week: range(c.order_date, c.order_date.add({ days: 7 }), { days: 1 }) }))
 */
export function range<
  A extends AnyColumn & { readonly dtype: d.DateType<boolean> },
  const B extends DateOperand,
  const C extends IntervalColumnLike | DateParts,
>(start: A, stop: B, step: C): Column<d.ArrayType<d.DateType<false>, d.Or<AnyNull<false, [A, B]>, IntervalNull<C>>>>;
/**
 * Timestamps from `start` up to, but excluding, `stop`, by an interval.
 * Returns an array of timestamps. NULL propagates.
 * @example events.mutate((c) => ({ hours: range(c.at, c.at.add({ days: 1 }), { hours: 1 }) }))
 */
export function range<
  A extends AnyColumn & { readonly dtype: d.Timestamp<boolean> },
  const B extends TimestampOperand,
  const C extends IntervalOperand,
>(start: A, stop: B, step: C): Column<d.ArrayType<d.Timestamp<false>, d.Or<AnyNull<false, [A, B]>, IntervalNull<C>>>>;
export function range(start: unknown, stop: unknown, step: unknown = 1): AnyColumn {
  if (isColumn(start) && start.dtype.kind === "date")
    return columnFrom(
      op("DateRange", { start: start.node, stop: comparableNode(stop, start.node), step: dateIntervalNode(step) }),
    );
  if (isColumn(start) && start.dtype.kind === "timestamp")
    return columnFrom(
      op("TimestampRange", { start: start.node, stop: comparableNode(stop, start.node), step: intervalNode(step) }),
    );
  const [from, to, by] = [start, stop, step] as IntegerOperand[]; // each is checked next
  return columnFrom(
    op("Range", {
      start: integerNode(from ?? null, "start"),
      stop: integerNode(to ?? null, "stop"),
      step: integerNode(by ?? null, "step"),
    }),
  );
}

/**
 * Parses JSON text.
 * Returns json. NULL propagates; invalid JSON raises an error at execution.
 * @example posts.mutate((c) => ({ meta: parseJson(c.raw) }))
 */
export function parseJson<const V extends StringOperand>(text: V): Column<d.Json<AnyNull<false, [V]>>> {
  return columnFrom(op("JSONParse", { arg: textNode(text, "text") }));
}
