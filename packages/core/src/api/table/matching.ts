import type { ValueModes } from "../../backend/values.js";
import type { Schema } from "../../dtype/dtype.js";
import type { Condition } from "../column/base.js";
import type { Columns } from "../column/column.js";
import type { IntervalOperand } from "../operand/interval-parts.js";
import type { Table } from "../table.js";
import { asofJoin } from "../verbs/asof.js";
import { joinRelations, lateralJoin } from "../verbs/join.js";
import type { Joined, JoinKeys, JoinOn, JoinOptions, SharedKeys } from "../verbs/join-types.js";
import { unionByName } from "../verbs/set-operations.js";
import type { SetOptions } from "../verbs/set-types.js";
import type { ByName, NamedTables } from "../verbs/set-types-by-name.js";
import type { TableLike } from "./base.js";
import { JoiningTable } from "./joining.js";

export interface AsofOptions<L extends Schema, R extends Schema, X extends string> extends JoinOptions<X> {
  /** The inequality; `>=` and `>` take the latest row of the right side that is not later, `<=` and `<` the earliest that is not earlier. */
  readonly on: (left: Columns<L>, right: Columns<R>) => Condition;
  /** How far apart the two may be at most; a nearest row that is further away does not count. */
  readonly tolerance?: number | IntervalOperand;
}
export interface LateralOptions<H extends "inner" | "left", X extends string> extends JoinOptions<X> {
  /** Whether a row without rows beside it goes, or stays with NULLs; inner unless told. */
  readonly how?: H;
}

/** The joins that pick their matches, and the union of tables with different columns. */
export class MatchingTable<S extends Schema, Form extends ValueModes> extends JoiningTable<S, Form> {
  /**
   * All rows of this table, each beside the nearest row of the right one, as an inequality says; NULL where there is none. Rows of
   * the right side that are equally near have no set order.
   * @example payments.asofJoin(orders, [], { on: (p, o) => p.order_id.ge(o.order_id), tolerance: 5 })
   */
  asofJoin<R extends Schema, const O extends JoinKeys<S, R>, const X extends string = "_right">(
    right: Table<R, ValueModes>,
    keys: O,
    options: AsofOptions<S, R, X>,
  ): Table<Joined<S, R, SharedKeys<NoInfer<O>>, "left", X>, Form> {
    return this.next(asofJoin(this.here, right.relation, keys, options), right);
  }
  /**
   * The rows of this table that have matches, each beside just one of these; which one is not set.
   * @example orders.anyInnerJoin(payments, "order_id")
   */
  anyInnerJoin<R extends Schema, const O extends JoinOn<S, R>, const X extends string = "_right">(
    right: Table<R, ValueModes>,
    on: O,
    options: JoinOptions<X> = {},
  ): Table<Joined<S, R, SharedKeys<NoInfer<O>>, "inner", X>, Form> {
    return this.next(joinRelations("anyInner", this.here, right.relation, on, options), right);
  }
  /**
   * All rows of this table, each beside one of its matches at most; which one is not set. Columns are NULL where there is none.
   * @example orders.anyLeftJoin(payments, "order_id")
   */
  anyLeftJoin<R extends Schema, const O extends JoinOn<S, R>, const X extends string = "_right">(
    right: Table<R, ValueModes>,
    on: O,
    options: JoinOptions<X> = {},
  ): Table<Joined<S, R, SharedKeys<NoInfer<O>>, "left", X>, Form> {
    return this.next(joinRelations("anyLeft", this.here, right.relation, on, options), right);
  }
  /**
   * Each row beside the rows of a table that is built for it: the callback may use the row's columns anywhere in that table.
   * @example orders.lateralJoin((o) => payments.filter((p) => p.order_id.eq(o.order_id)).orderBy(desc("amount")).limit(2))
   */
  lateralJoin<R extends Schema, const H extends "inner" | "left" = "inner", const X extends string = "_right">(
    build: (row: Columns<S>) => Table<R, ValueModes>,
    options: LateralOptions<H, X> = {},
  ): Table<Joined<S, R, never, H, X>, Form> {
    const { here } = this;
    let right: TableLike | undefined;
    const keep = (row: Columns<S>): TableLike => {
      right = build(row);
      return right;
    };
    const relation = lateralJoin(options.how ?? "inner", here, typeof build === "function" ? keep : build, options);
    return this.next(relation, right);
  }

  /**
   * The rows of all tables, duplicates kept unless `distinct`; a column that a table lacks is NULL in its rows.
   * @example orders.unionByName([orders.drop("status"), orders.mutate({ source: "shop" })])
   */
  unionByName<const O extends NamedTables>(others: O, options: SetOptions = {}): Table<ByName<S, O>, Form> {
    const list: readonly TableLike[] = isList(others) ? others : [others];
    const relation = unionByName([this.here, ...list.map((t) => t.relation)], options.distinct ?? false);
    return this.next(relation, ...list);
  }
}

const isList = (value: NamedTables): value is Extract<NamedTables, readonly unknown[]> => Array.isArray(value);
