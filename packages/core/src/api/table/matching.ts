import type { ValueEncoding } from "../../backend/value-encoding.js";
import type { Schema } from "../../dtype/dtype.js";
import type { Condition } from "../column/base.js";
import type { Columns } from "../column/column.js";
import type { IntervalOperand } from "../operand/interval-parts.js";
import type { Table } from "../table.js";
import { asofJoin } from "../verbs/asof.js";
import { joinRelations, lateralJoin } from "../verbs/join.js";
import type { Joined, JoinKeys, JoinOn, JoinOptions, SharedKeys } from "../verbs/join-types.js";
import type { SetOptions } from "../verbs/set-operation-types.js";
import { unionByName } from "../verbs/set-operations.js";
import type { TableOrTables, UnionByName } from "../verbs/union-by-name-types.js";
import type { TableLike } from "./base.js";
import { JoiningTable } from "./joining.js";

/** Options of `asofJoin`. */
export interface AsofOptions<L extends Schema, R extends Schema, X extends string> extends JoinOptions<X> {
  /**
   * The inequality between the sides. With `left.time.ge(right.time)` a left row matches the latest right row that is
   * not after it, with `le` the earliest that is not before it; `gt` and `lt` exclude equal values.
   */
  readonly on: (left: Columns<L>, right: Columns<R>) => Condition;
  /** Largest distance of a match: a number, or an interval for dates and times. Unlimited by default. */
  readonly tolerance?: number | IntervalOperand;
}
/** Options of `lateralJoin`. */
export interface LateralOptions<H extends "inner" | "left", X extends string> extends JoinOptions<X> {
  /** Whether left rows without a match are dropped (`inner`, the default) or kept with NULLs (`left`). */
  readonly how?: H;
}

/** As-of joins, joins that keep one match, lateral joins, and unions of tables with different columns. */
export class MatchingTable<S extends Schema, Encoding extends ValueEncoding> extends JoiningTable<S, Encoding> {
  /**
   * As-of join: all rows of this table, each with the closest row of the right one by an inequality; right columns are
   * NULL where there is no match. `keys` are columns that must be equal; pass `[]` for none. If several right rows are
   * equally close, any of them is used.
   * @throws AvocetError `invalid-argument` unless `on` is one inequality between the two sides
   * @example payments.asofJoin(orders, [], { on: (p, o) => p.order_id.ge(o.order_id), tolerance: 5 })
   */
  asofJoin<R extends Schema, const O extends JoinKeys<S, R>, const X extends string = "_right">(
    right: Table<R, ValueEncoding>,
    keys: O,
    options: AsofOptions<S, R, X>,
  ): Table<Joined<S, R, SharedKeys<NoInfer<O>>, "left", X>, Encoding> {
    return this.derive(asofJoin(this.inputRelation, right.relation, keys, options), right);
  }
  /**
   * Inner join that keeps one match for each row of this table; which one is not specified. Takes the same arguments as
   * `innerJoin`.
   * @example orders.anyInnerJoin(payments, "order_id")
   */
  anyInnerJoin<R extends Schema, const O extends JoinOn<S, R>, const X extends string = "_right">(
    right: Table<R, ValueEncoding>,
    on: O,
    options: JoinOptions<X> = {},
  ): Table<Joined<S, R, SharedKeys<NoInfer<O>>, "inner", X>, Encoding> {
    return this.derive(joinRelations("anyInner", this.inputRelation, right.relation, on, options), right);
  }
  /**
   * Left join that keeps at most one match for each row of this table; which one is not specified. Right columns are
   * NULL where there is no match. Takes the same arguments as `innerJoin`.
   * @example orders.anyLeftJoin(payments, "order_id")
   */
  anyLeftJoin<R extends Schema, const O extends JoinOn<S, R>, const X extends string = "_right">(
    right: Table<R, ValueEncoding>,
    on: O,
    options: JoinOptions<X> = {},
  ): Table<Joined<S, R, SharedKeys<NoInfer<O>>, "left", X>, Encoding> {
    return this.derive(joinRelations("anyLeft", this.inputRelation, right.relation, on, options), right);
  }
  /**
   * Lateral join: joins each row with the rows of a table that may depend on it. The callback receives the columns of
   * this table and returns the table to join, in which they may be used anywhere. Rows without a match are dropped
   * unless `how` is `left`.
   * @example orders.lateralJoin((o) => payments.filter((p) => p.order_id.eq(o.order_id)).orderBy("amount").limit(2))
   */
  lateralJoin<R extends Schema, const H extends "inner" | "left" = "inner", const X extends string = "_right">(
    build: (row: Columns<S>) => Table<R, ValueEncoding>,
    options: LateralOptions<H, X> = {},
  ): Table<Joined<S, R, never, H, X>, Encoding> {
    const { inputRelation } = this;
    let right: TableLike | undefined;
    const captureRight = (row: Columns<S>): TableLike => {
      right = build(row);
      return right;
    };
    const relation = lateralJoin(
      options.how ?? "inner",
      inputRelation,
      typeof build === "function" ? captureRight : build,
      options,
    );
    return this.derive(relation, right);
  }

  /**
   * Union of tables with different columns: a column that a table lacks is NULL in its rows. Duplicates are kept by
   * default; `distinct: true` removes them.
   * @throws AvocetError `schema-mismatch` if columns of the same name have incompatible dtypes
   * @example orders.unionByName([orders.drop("status"), orders.mutate({ source: "shop" })])
   */
  unionByName<const O extends TableOrTables>(tables: O, options: SetOptions = {}): Table<UnionByName<S, O>, Encoding> {
    const list: readonly TableLike[] = isList(tables) ? tables : [tables];
    const relation = unionByName([this.inputRelation, ...list.map((t) => t.relation)], options.distinct ?? false);
    return this.derive(relation, ...list);
  }
}

const isList = (value: TableOrTables): value is Extract<TableOrTables, readonly unknown[]> => Array.isArray(value);
