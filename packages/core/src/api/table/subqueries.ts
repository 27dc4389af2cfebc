import type { ValueModes } from "../../backend/values.js";
import type { Bool, DType, Int64, Schema, SetNull } from "../../dtype/dtype.js";
import { bool, nullable } from "../../dtype/dtype.js";
import { AvocetError } from "../../errors.js";
import { relationsOf } from "../../ir/intern.js";
import { op } from "../../ir/op.js";
import * as r from "../../ir/relation.js";
import { subquery } from "../../ir/value.js";
import { nextView } from "../../ir/view.js";
import type { ReduceOptions } from "../column/base.js";
import type { Column } from "../column/column.js";
import { columnFrom } from "../column/column-factory.js";
import type { SqlOptions } from "../source/sql-over.js";
import { sqlOver } from "../source/sql-over.js";
import type { Table } from "../table.js";
import { MatchingTable } from "./matching.js";

/** A table as a value, and under other identities. */
export class ValuedTable<S extends Schema, Form extends ValueModes> extends MatchingTable<S, Form> {
  /**
   * The same rows under an identity of their own, for joining or comparing a table with itself.
   * @example orders.view()
   */
  view(): Table<S, Form> {
    return this.next(r.selfReference(this.relation, nextView()));
  }
  /**
   * How many rows there are, as a value; in an aggregation, how many the group has. Never NULL. → int64
   * @example orders.groupBy("status").aggregate({ n: orders.count() })
   */
  count(options: ReduceOptions = {}): Column<Int64<false>> {
    return columnFrom(op("CountStar", { table: this.relation, where: options.where?.node }));
  }
  /**
   * The one value of a table of one column and at most one row; NULL for no row, an error for more.
   * @example payments.filter((c) => c.amount.eq(payments.aggregate((p) => ({ most: p.amount.max() })).asScalar()))
   */
  asScalar(): Column<SetNull<S[keyof S], true>> {
    const [name, second] = this.relation.schema.keys();
    const dtype: DType | undefined = name === undefined ? undefined : this.relation.schema.get(name);
    if (!dtype || second !== undefined)
      throw new AvocetError("invalid-shape", `a value has one column, this table has ${this.relation.schema.size}`, {
        hint: "Select one column first.",
      });
    return columnFrom(subquery("scalar", this.relation, null, nullable(dtype), relationsOf(this.relation)));
  }
  /**
   * Whether there is any row; inside a callback, the table may be filtered by columns of the table around it. Never NULL. → bool
   * @example orders.filter((o) => payments.filter((p) => p.order_id.eq(o.order_id)).exists())
   */
  exists(): Column<Bool<false>> {
    return columnFrom(
      subquery("exists", this.relation, null, { ...bool, nullable: false }, relationsOf(this.relation)),
    );
  }

  /**
   * The same rows under a name: a common table expression in SQL, which `sql` may speak of.
   * @example orders.filter((c) => c.status.eq("placed")).alias("placed")
   */
  alias(name: string): Table<S, Form> {
    if (typeof name !== "string" || name.trim() === "")
      throw new AvocetError("invalid-argument", `an alias is a name, not ${JSON.stringify(name)}`);
    return this.next(r.alias(this.here, name));
  }
  /**
   * A query in SQL over this table, which must have a name by `alias`, as a table to go on from. What the text gives is taken from the
   * schema, not tested. The text is in the dialect of the connection, unless told.
   * @example orders.alias("o").sql("SELECT status, count(*) AS n FROM o GROUP BY status", { status: string, n: int64 }, { dialect: "duckdb" })
   */
  sql<const R extends Schema>(text: string, schema: R, options: SqlOptions = {}): Table<R, Form> {
    const others = Object.values(options.tables ?? {});
    return this.next(sqlOver(this.here, this.runner?.dialect, text, schema, options), ...others);
  }
}
