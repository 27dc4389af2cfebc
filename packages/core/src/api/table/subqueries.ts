import type { ValueEncoding } from "../../backend/value-encoding.js";
import type { Bool, DType, Int64, Schema, SetNull } from "../../dtype/dtype.js";
import { bool, nullable } from "../../dtype/dtype.js";
import { AvocetError } from "../../errors.js";
import { relationsOf } from "../../ir/intern.js";
import { op } from "../../ir/op.js";
import * as r from "../../ir/relation.js";
import { subquery } from "../../ir/value.js";
import { nextViewId } from "../../ir/view-ids.js";
import type { AggregateOptions } from "../column/base.js";
import type { Column } from "../column/column.js";
import { columnFrom } from "../column/column-factory.js";
import type { SqlOptions } from "../source/sql-query.js";
import { sqlQuery } from "../source/sql-query.js";
import type { Table } from "../table.js";
import { MatchingTable } from "./matching.js";

/** Scalar subqueries, EXISTS, COUNT(*), aliases, self-references and SQL text. */
export class SubqueryTable<S extends Schema, Encoding extends ValueEncoding> extends MatchingTable<S, Encoding> {
  /**
   * Returns the table as a separate relation with the same rows, so that its columns are distinct from this table's in
   * a self-join.
   * @example orders.view()
   */
  view(): Table<S, Encoding> {
    return this.derive(r.selfReference(this.relation, nextViewId()));
  }
  /**
   * Number of rows, as a value: of the group in an aggregation, of the whole table elsewhere. `where` counts only rows
   * that satisfy a condition. Returns int64, never NULL.
   * @example orders.groupBy("status").aggregate({ n: orders.count() })
   */
  count(options: AggregateOptions = {}): Column<Int64<false>> {
    return columnFrom(op("CountStar", { table: this.relation, where: options.where?.node }));
  }
  /**
   * Scalar subquery: the value of a table of one column and at most one row, for use in an expression. NULL if there is
   * no row; several rows raise an error at execution.
   * @throws AvocetError `invalid-shape` if the table has several columns
   * @example payments.filter((c) => c.amount.eq(payments.aggregate((p) => ({ max: p.amount.max() })).asScalar()))
   */
  asScalar(): Column<SetNull<S[keyof S], true>> {
    const [name, secondName] = this.relation.schema.keys();
    const dtype: DType | undefined = name === undefined ? undefined : this.relation.schema.get(name);
    if (!dtype || secondName !== undefined)
      throw new AvocetError(
        "invalid-shape",
        `asScalar() needs a table of one column, this one has ${this.relation.schema.size}`,
        { hint: "Select one column first." },
      );
    return columnFrom(subquery("scalar", this.relation, null, nullable(dtype), relationsOf(this.relation)));
  }
  /**
   * EXISTS: true if the table has any row. Inside a callback, the table may refer to columns of the outer table (a
   * correlated subquery). Returns bool, never NULL.
   * @example orders.filter((o) => payments.filter((p) => p.order_id.eq(o.order_id)).exists())
   */
  exists(): Column<Bool<false>> {
    return columnFrom(
      subquery("exists", this.relation, null, { ...bool, nullable: false }, relationsOf(this.relation)),
    );
  }

  /**
   * Names the table: a common table expression in SQL, which the text of `sql` can refer to.
   * @example orders.filter((c) => c.status.eq("placed")).alias("placed")
   */
  alias(name: string): Table<S, Encoding> {
    if (typeof name !== "string" || name.trim() === "")
      throw new AvocetError("invalid-argument", `"alias" needs a non-empty name, got ${JSON.stringify(name)}`);
    return this.derive(r.alias(this.inputRelation, name));
  }
  /**
   * Queries this table with SQL text; the result is a table that further verbs build on. This table needs a name, from
   * `alias`; more tables can be passed as `options.tables`. `schema` declares the columns of the result and is not
   * checked against the text. The text is in the connection's dialect by default.
   * @example orders.alias("o").sql("SELECT count(*) AS n FROM o", { n: int64 }, { dialect: "duckdb" })
   */
  sql<const R extends Schema>(text: string, schema: R, options: SqlOptions = {}): Table<R, Encoding> {
    const tables = Object.values(options.tables ?? {});
    return this.derive(sqlQuery(this.inputRelation, this.runner?.dialect, text, schema, options), ...tables);
  }
}
