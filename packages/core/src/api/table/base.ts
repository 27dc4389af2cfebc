import type { QueryEngine } from "../../backend/contract.js";
import type { ValueEncoding } from "../../backend/value-encoding.js";
import { DEFAULT_ENCODING } from "../../backend/value-encoding.js";
import type { Schema } from "../../dtype/dtype.js";
import { AvocetError } from "../../errors.js";
import { withFreshAliasIfInScope } from "../../ir/callback-scope.js";
import type { Relation } from "../../ir/relation.js";
import type { SerializedExpression } from "../../serialize/format.js";
import { writeGraph } from "../../serialize/write.js";
import { formatRelation } from "../../text/format.js";
import type { Columns } from "../column/column.js";
import { renderSvg } from "../source/renderer.js";
import type { Table } from "../table.js";
import { columnsOf } from "../verbs/resolve.js";
import { createTable } from "./table-factory.js";

/** A table with any columns: what functions accept that do not depend on the schema. */
export interface TableLike {
  readonly relation: Relation;
  readonly runner: QueryEngine | null;
}

/** The base class of tables: an expression, the engine that runs it, and the JavaScript form of its results. */
export class TableBase<S extends Schema, Encoding extends ValueEncoding> implements TableLike {
  /** The root node of the expression graph: plain, frozen data. */
  readonly relation: Relation;
  /** The connection that the source tables belong to; null for a table without a connection, such as a memtable. */
  readonly runner: QueryEngine | null;
  /**
   * The JavaScript form of result values, such as `bigint` or `number` for int64. Set by the connection and kept by
   * every verb; a join has the encoding of its left table.
   */
  readonly valueEncoding: Encoding;

  constructor(
    relation: Relation,
    runner: QueryEngine | null = null,
    encoding: ValueEncoding = runner?.values ?? DEFAULT_ENCODING,
  ) {
    this.relation = relation;
    this.runner = runner;
    this.valueEncoding = encoding as Encoding; // the connection's encoding, which its type declares, or the default
  }

  /**
   * The columns by name, for use in expressions. An unknown name throws `unknown-column` with the closest match.
   * @example orders.c.order_date
   */
  get c(): Columns<S> {
    return columnsOf<S>(this.relation);
  }
  /** The column names and their dtypes, in order. */
  get schema(): S {
    return Object.fromEntries(this.relation.schema) as unknown as S; // S describes the relation's schema
  }
  /** The column names, in order. */
  get columns(): readonly (keyof S & string)[] {
    return [...this.relation.schema.keys()];
  }

  /** @internal The relation that verbs build on: re-aliased if this table is in scope of the running callback. */
  protected get inputRelation(): Relation {
    return withFreshAliasIfInScope(this.relation);
  }
  protected derive<T extends Schema>(
    relation: Relation,
    ...otherTables: readonly (Pick<TableLike, "runner"> | undefined)[]
  ): Table<T, Encoding> {
    let { runner } = this;
    for (const otherTable of otherTables) {
      if (otherTable?.runner && runner && runner !== otherTable.runner)
        throw new AvocetError("mixed-backends", "Cannot combine tables of different connections", {
          hint: "Copy one of them to the other's connection first, with copyTo.",
        });
      runner ??= otherTable?.runner ?? null;
    }
    return createTable<T, Encoding>(relation, runner, this.valueEncoding);
  }

  /**
   * Draws the expression graph. Returns the SVG text. Nothing is run.
   * @throws AvocetError `missing-driver` without the package `avocet`, which includes Graphviz
   * @example await orders.filter((c) => c.status.eq("placed")).visualize()
   */
  visualize(): Promise<string> {
    return renderSvg(this);
  }

  /**
   * Serializes the expression as a plain object; `JSON.stringify` calls it. {@link fromJSON} reads the result.
   * @example orders.select("status").toJSON()
   */
  toJSON(): SerializedExpression {
    return writeGraph(this.relation);
  }

  /**
   * Prints the expression as indented text. Nothing is run; `preview` prints rows.
   * @example orders.filter((c) => c.status.eq("placed")).toString()
   */
  toString(): string {
    return formatRelation(this.relation);
  }
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}
