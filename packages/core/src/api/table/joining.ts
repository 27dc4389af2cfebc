import type { ValueEncoding } from "../../backend/value-encoding.js";
import type { Schema } from "../../dtype/dtype.js";
import type { Table } from "../table.js";
import { joinRelations } from "../verbs/join.js";
import type {
  CrossJoined,
  Joined,
  JoinOn,
  JoinOptions,
  JoinType,
  SharedKeys,
  TableWithSchema,
} from "../verbs/join-types.js";
import type { Combined, CompatibleTables, SetOptions } from "../verbs/set-operation-types.js";
import { combineRelations } from "../verbs/set-operations.js";
import type { TableLike } from "./base.js";
import { SummarizingTable } from "./summarizing.js";

/** Joins and set operations: the verbs on several tables. */
export class JoiningTable<S extends Schema, Encoding extends ValueEncoding> extends SummarizingTable<S, Encoding> {
  /**
   * Inner join: pairs of rows that satisfy the condition. `on` is a shared column name, a list of names and
   * `[left, right]` pairs, a condition, or a callback from the columns of both sides. Shared keys appear once; other
   * right columns whose name exists on the left get a suffix (`_right` by default). NULL keys match nothing.
   * @throws AvocetError `duplicate-column` if a name still occurs twice with the suffix
   * @example orders.innerJoin(payments, "order_id")
   */
  innerJoin<R extends Schema, const O extends JoinOn<S, R>, const X extends string = "_right">(
    right: Table<R, ValueEncoding>,
    on: O,
    options: JoinOptions<X> = {},
  ): Table<Joined<S, R, SharedKeys<NoInfer<O>>, "inner", X>, Encoding> {
    return this.joinTables("inner", right, on, options);
  }
  /**
   * Left join: all rows of this table with their matches; right columns are NULL where there is no match. Takes the
   * same arguments as `innerJoin`.
   * @example orders.leftJoin(payments, "order_id")
   */
  leftJoin<R extends Schema, const O extends JoinOn<S, R>, const X extends string = "_right">(
    right: Table<R, ValueEncoding>,
    on: O,
    options: JoinOptions<X> = {},
  ): Table<Joined<S, R, SharedKeys<NoInfer<O>>, "left", X>, Encoding> {
    return this.joinTables("left", right, on, options);
  }
  /**
   * Right join: all rows of the right table with their matches; left columns are NULL where there is no match, shared
   * keys have the right side's values. Takes the same arguments as `innerJoin`.
   * @example payments.rightJoin(orders, "order_id")
   */
  rightJoin<R extends Schema, const O extends JoinOn<S, R>, const X extends string = "_right">(
    right: Table<R, ValueEncoding>,
    on: O,
    options: JoinOptions<X> = {},
  ): Table<Joined<S, R, SharedKeys<NoInfer<O>>, "right", X>, Encoding> {
    return this.joinTables("right", right, on, options);
  }
  /**
   * Full outer join: all rows of both tables; columns of a side without a match are NULL, shared keys are taken from
   * the side that has the row. Takes the same arguments as `innerJoin`.
   * @example orders.outerJoin(payments, "order_id")
   */
  outerJoin<R extends Schema, const O extends JoinOn<S, R>, const X extends string = "_right">(
    right: Table<R, ValueEncoding>,
    on: O,
    options: JoinOptions<X> = {},
  ): Table<Joined<S, R, SharedKeys<NoInfer<O>>, "outer", X>, Encoding> {
    return this.joinTables("outer", right, on, options);
  }
  /**
   * Semi join: the rows of this table that have a match in the right one, each once. Only the columns of this table
   * remain.
   * @example orders.semiJoin(payments, "order_id")
   */
  semiJoin<R extends Schema>(right: Table<R, ValueEncoding>, on: JoinOn<S, R>): Table<S, Encoding> {
    return this.derive(joinRelations("semi", this.inputRelation, right.relation, on), right);
  }
  /**
   * Anti join: the rows of this table that have no match in the right one. A row whose key is NULL has no match and
   * remains.
   * @example orders.antiJoin(payments, "order_id")
   */
  antiJoin<R extends Schema>(right: Table<R, ValueEncoding>, on: JoinOn<S, R>): Table<S, Encoding> {
    return this.derive(joinRelations("anti", this.inputRelation, right.relation, on), right);
  }
  /**
   * Cross join: every combination of a row of this table and a row of the right one, or of several tables in turn.
   * Right columns whose name exists already get a suffix.
   * @example orders.crossJoin(payments)
   */
  crossJoin<R extends Schema, const X extends string = "_right">(
    right: Table<R, ValueEncoding>,
    options?: JoinOptions<X>,
  ): Table<Joined<S, R, never, "inner", X>, Encoding>;
  crossJoin<const R extends readonly TableWithSchema[], const X extends string = "_right">(
    rightTables: R,
    options?: JoinOptions<X>,
  ): Table<CrossJoined<S, R, X>, Encoding>;
  crossJoin<T extends Schema>(right: TableLike | readonly TableLike[], options: JoinOptions = {}): Table<T, Encoding> {
    const rightTables = isList(right) ? right : [right];
    const relation = rightTables.reduce(
      (left, { relation }) => joinRelations("cross", left, relation, undefined, options),
      this.inputRelation,
    );
    return this.derive(relation, ...rightTables);
  }
  private joinTables<T extends Schema>(
    joinType: JoinType,
    right: TableLike,
    on: unknown,
    options: JoinOptions,
  ): Table<T, Encoding> {
    return this.derive(joinRelations(joinType, this.inputRelation, right.relation, on, options), right);
  }

  /**
   * Union: the rows of all tables. Duplicates are kept by default (UNION ALL); `distinct: true` removes them. Columns
   * are matched by name and cast to their common dtype.
   * @throws AvocetError `schema-mismatch` if the tables have different column names or incompatible dtypes
   * @example orders.union(orders.filter((c) => c.status.eq("placed")))
   */
  union(tables: Table<S, ValueEncoding> | readonly Table<S, ValueEncoding>[], options?: SetOptions): Table<S, Encoding>;
  union<const O extends CompatibleTables<S>>(tables: O, options?: SetOptions): Table<Combined<S, O>, Encoding>;
  union<T extends Schema>(tables: TableLike | readonly TableLike[], options: SetOptions = {}): Table<T, Encoding> {
    return this.combine("union", tables, options.distinct ?? false);
  }
  /**
   * Intersection: the rows that occur in all tables. Each row appears once by default; `distinct: false` keeps
   * duplicates (INTERSECT ALL). NULLs are equal. Columns are matched by name.
   * @throws AvocetError `schema-mismatch` if the tables have different column names or incompatible dtypes
   * @example orders.intersect(orders.filter((c) => c.status.eq("placed")))
   */
  intersect(
    tables: Table<S, ValueEncoding> | readonly Table<S, ValueEncoding>[],
    options?: SetOptions,
  ): Table<S, Encoding>;
  intersect<const O extends CompatibleTables<S>>(tables: O, options?: SetOptions): Table<Combined<S, O>, Encoding>;
  intersect<T extends Schema>(tables: TableLike | readonly TableLike[], options: SetOptions = {}): Table<T, Encoding> {
    return this.combine("intersect", tables, options.distinct ?? true);
  }
  /**
   * Difference: the rows of this table that do not occur in the others. Each row appears once by default;
   * `distinct: false` keeps duplicates (EXCEPT ALL). NULLs are equal. Columns are matched by name.
   * @throws AvocetError `schema-mismatch` if the tables have different column names or incompatible dtypes
   * @example orders.difference(orders.filter((c) => c.status.eq("placed")))
   */
  difference(
    tables: Table<S, ValueEncoding> | readonly Table<S, ValueEncoding>[],
    options?: SetOptions,
  ): Table<S, Encoding>;
  difference<const O extends CompatibleTables<S>>(tables: O, options?: SetOptions): Table<Combined<S, O>, Encoding>;
  difference<T extends Schema>(tables: TableLike | readonly TableLike[], options: SetOptions = {}): Table<T, Encoding> {
    return this.combine("difference", tables, options.distinct ?? true);
  }
  private combine<T extends Schema>(
    operation: "union" | "intersect" | "difference",
    tables: TableLike | readonly TableLike[],
    distinct: boolean,
  ): Table<T, Encoding> {
    const operands = isList(tables) ? tables : [tables];
    const relation = combineRelations(operation, distinct, [this.inputRelation, ...operands.map((t) => t.relation)]);
    return this.derive(relation, ...operands);
  }
}

const isList = <T>(value: T | readonly T[]): value is readonly T[] => Array.isArray(value);
