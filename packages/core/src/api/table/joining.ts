import type { ValueModes } from "../../backend/values.js";
import type { Schema } from "../../dtype/dtype.js";
import type { Table } from "../table.js";
import { joinRelations } from "../verbs/join.js";
import type {
  CrossJoined,
  Joined,
  JoinOn,
  JoinOptions,
  OuterHow,
  SharedKeys,
  WithSchema,
} from "../verbs/join-types.js";
import { setOperationOf } from "../verbs/set-operations.js";
import type { AlikeTables, Combined, SetOptions } from "../verbs/set-types.js";
import type { TableLike } from "./base.js";
import { SummarizingTable } from "./summarizing.js";

/** The verbs on two tables and more. */
export class JoiningTable<S extends Schema, Form extends ValueModes> extends SummarizingTable<S, Form> {
  /**
   * The rows of both that match. Keys that both have by name appear once; other clashes of the right side get a suffix.
   * @example orders.innerJoin(payments, "order_id")
   */
  innerJoin<R extends Schema, const O extends JoinOn<S, R>, const X extends string = "_right">(
    right: Table<R, ValueModes>,
    on: O,
    options: JoinOptions<X> = {},
  ): Table<Joined<S, R, SharedKeys<NoInfer<O>>, "inner", X>, Form> {
    return this.joined("inner", right, on, options);
  }
  /**
   * All rows of this table, beside those of the right that match; its columns are NULL where none does.
   * @example orders.leftJoin(payments, "order_id")
   */
  leftJoin<R extends Schema, const O extends JoinOn<S, R>, const X extends string = "_right">(
    right: Table<R, ValueModes>,
    on: O,
    options: JoinOptions<X> = {},
  ): Table<Joined<S, R, SharedKeys<NoInfer<O>>, "left", X>, Form> {
    return this.joined("left", right, on, options);
  }
  /**
   * All rows of the right table, beside those of this that match; shared keys are the right side's.
   * @example payments.rightJoin(orders, "order_id")
   */
  rightJoin<R extends Schema, const O extends JoinOn<S, R>, const X extends string = "_right">(
    right: Table<R, ValueModes>,
    on: O,
    options: JoinOptions<X> = {},
  ): Table<Joined<S, R, SharedKeys<NoInfer<O>>, "right", X>, Form> {
    return this.joined("right", right, on, options);
  }
  /**
   * All rows of both tables, matched where they match; shared keys come from whichever side has the row.
   * @example orders.outerJoin(payments, "order_id")
   */
  outerJoin<R extends Schema, const O extends JoinOn<S, R>, const X extends string = "_right">(
    right: Table<R, ValueModes>,
    on: O,
    options: JoinOptions<X> = {},
  ): Table<Joined<S, R, SharedKeys<NoInfer<O>>, "outer", X>, Form> {
    return this.joined("outer", right, on, options);
  }
  /**
   * The rows of this table that have a match in the right one, each once.
   * @example orders.semiJoin(payments, "order_id")
   */
  semiJoin<R extends Schema>(right: Table<R, ValueModes>, on: JoinOn<S, R>): Table<S, Form> {
    return this.next(joinRelations("semi", this.here, right.relation, on), right);
  }
  /**
   * The rows of this table that have no match in the right one.
   * @example orders.antiJoin(payments, "order_id")
   */
  antiJoin<R extends Schema>(right: Table<R, ValueModes>, on: JoinOn<S, R>): Table<S, Form> {
    return this.next(joinRelations("anti", this.here, right.relation, on), right);
  }
  /**
   * Every row of this table beside every row of the right one, or of several, one after the other.
   * @example orders.crossJoin(payments)
   */
  crossJoin<R extends Schema, const X extends string = "_right">(
    right: Table<R, ValueModes>,
    options?: JoinOptions<X>,
  ): Table<Joined<S, R, never, "inner", X>, Form>;
  crossJoin<const R extends readonly WithSchema[], const X extends string = "_right">(
    rights: R,
    options?: JoinOptions<X>,
  ): Table<CrossJoined<S, R, X>, Form>;
  crossJoin<T extends Schema>(right: TableLike | readonly TableLike[], options: JoinOptions = {}): Table<T, Form> {
    const rights = isList(right) ? right : [right];
    const relation = rights.reduce(
      (left, { relation }) => joinRelations("cross", left, relation, undefined, options),
      this.here,
    );
    return this.next(relation, ...rights);
  }
  private joined<T extends Schema>(how: OuterHow, right: TableLike, on: unknown, options: JoinOptions): Table<T, Form> {
    return this.next(joinRelations(how, this.here, right.relation, on, options), right);
  }

  /**
   * The rows of all, duplicates kept unless `distinct`; columns are matched by name and get the dtype that holds all.
   * @example orders.union(orders.filter((c) => c.status.eq("placed")))
   */
  union(other: Table<S, ValueModes> | readonly Table<S, ValueModes>[], options?: SetOptions): Table<S, Form>;
  union<const O extends AlikeTables<S>>(other: O, options?: SetOptions): Table<Combined<S, O>, Form>;
  union<T extends Schema>(other: TableLike | readonly TableLike[], options: SetOptions = {}): Table<T, Form> {
    return this.combined("union", other, options.distinct ?? false);
  }
  /**
   * The rows that all have, each once unless `distinct` is false; columns are matched by name.
   * @example orders.intersect(orders.filter((c) => c.status.eq("placed")))
   */
  intersect(other: Table<S, ValueModes> | readonly Table<S, ValueModes>[], options?: SetOptions): Table<S, Form>;
  intersect<const O extends AlikeTables<S>>(other: O, options?: SetOptions): Table<Combined<S, O>, Form>;
  intersect<T extends Schema>(other: TableLike | readonly TableLike[], options: SetOptions = {}): Table<T, Form> {
    return this.combined("intersect", other, options.distinct ?? true);
  }
  /**
   * The rows that the others do not have, each once unless `distinct` is false; columns are matched by name.
   * @example orders.difference(orders.filter((c) => c.status.eq("placed")))
   */
  difference(other: Table<S, ValueModes> | readonly Table<S, ValueModes>[], options?: SetOptions): Table<S, Form>;
  difference<const O extends AlikeTables<S>>(other: O, options?: SetOptions): Table<Combined<S, O>, Form>;
  difference<T extends Schema>(other: TableLike | readonly TableLike[], options: SetOptions = {}): Table<T, Form> {
    return this.combined("difference", other, options.distinct ?? true);
  }
  private combined<T extends Schema>(
    how: "union" | "intersect" | "difference",
    other: TableLike | readonly TableLike[],
    distinct: boolean,
  ): Table<T, Form> {
    const others = isList(other) ? other : [other];
    const relation = setOperationOf(how, distinct, [this.here, ...others.map((t) => t.relation)]);
    return this.next(relation, ...others);
  }
}

const isList = <T>(value: T | readonly T[]): value is readonly T[] => Array.isArray(value);
