import type { QueryEngine } from "../../backend/contract.js";
import type { ValueModes } from "../../backend/values.js";
import { valueModes } from "../../backend/values.js";
import type { Schema } from "../../dtype/dtype.js";
import { AvocetError } from "../../errors.js";
import { withFreshAliasIfInScope } from "../../ir/callback-scope.js";
import type { Relation } from "../../ir/relation.js";
import type { Lineage } from "../../lineage/lineage.js";
import { lineageOf } from "../../lineage/lineage.js";
import { fingerprintOf } from "../../serialize/fingerprint.js";
import type { SerializedExpression } from "../../serialize/format.js";
import { writeGraph } from "../../serialize/write.js";
import { graphDot } from "../../text/dot.js";
import { formatRelation } from "../../text/format.js";
import { rendered } from "../../text/render.js";
import type { Columns } from "../column/column.js";
import type { Table } from "../table.js";
import { columnsOf } from "../verbs/resolve.js";
import { tableOf } from "./table-factory.js";

/** A table, whatever its columns. */
export interface TableLike {
  readonly relation: Relation;
  readonly runner: QueryEngine | null;
}

/** What a table is: an expression, and the engine that its tables live in. */
export class TableBase<S extends Schema, Form extends ValueModes> implements TableLike {
  /** The node of the expression graph: plain frozen data. */
  readonly relation: Relation;
  /** The engine that its tables live in, if they do. */
  readonly runner: QueryEngine | null;
  /** In which form results give values: as the connection says, passed on by every verb; of two joined tables, as the left. */
  readonly valueModes: Form;

  constructor(relation: Relation, runner: QueryEngine | null = null, modes: ValueModes = valueModes(runner?.values)) {
    this.relation = relation;
    this.runner = runner;
    this.valueModes = modes as Form; // those of the connection, which its type says, or the defaults
  }

  /**
   * The columns by name, for use in expressions.
   * @example orders.c.order_date
   */
  get c(): Columns<S> {
    return columnsOf<S>(this.relation);
  }
  /** The dtype of each column, in order. */
  get schema(): S {
    return Object.fromEntries(this.relation.schema) as unknown as S; // the relation's schema is what S was computed from
  }
  /** The names of the columns, in order. */
  get columns(): readonly (keyof S & string)[] {
    return [...this.relation.schema.keys()];
  }

  /** @internal The relation that verbs start from. */
  protected get here(): Relation {
    return withFreshAliasIfInScope(this.relation);
  }
  protected next<T extends Schema>(
    relation: Relation,
    ...others: readonly (Pick<TableLike, "runner"> | undefined)[]
  ): Table<T, Form> {
    let { runner } = this;
    for (const other of others) {
      if (other?.runner && runner && runner !== other.runner)
        throw new AvocetError("mixed-backends", "the two tables live in different connections", {
          hint: "Copy one of them to the other's connection first.",
        });
      runner ??= other?.runner ?? null;
    }
    return tableOf<T, Form>(relation, runner, this.valueModes);
  }

  /**
   * The expression graph in Graphviz's DOT language: a box for each node, dtypes on values, columns on relations.
   * @example orders.filter((c) => c.status.eq("placed")).toDot()
   */
  toDot(): string {
    return graphDot(this.relation);
  }
  /**
   * A picture of the expression graph, as the text of an SVG; nothing is run.
   * @example await orders.filter((c) => c.status.eq("placed")).visualize()
   */
  visualize(): Promise<string> {
    return rendered(this.toDot());
  }

  /**
   * The expression as plain JSON, for `JSON.stringify`; {@link fromJSON} reads it back.
   * @example orders.select("status").toJSON()
   */
  toJSON(): SerializedExpression {
    return writeGraph(this.relation);
  }

  /**
   * A hash of what the expression means, 64 hex digits: the same in every process and however the code was written.
   * @example orders.filter((c) => c.status.eq("placed")).fingerprint()
   */
  fingerprint(): string {
    return fingerprintOf(this.relation);
  }
  /**
   * Which columns of which tables each column is made from, and how (copied, transformed, aggregated), and which decide about the rows.
   * @example payments.groupBy("order_id").aggregate((c) => ({ total: c.amount.sum() })).lineage()
   */
  lineage(): Lineage<S> {
    return lineageOf<S>(this.relation);
  }

  /**
   * The expression as text; nothing is run.
   * @example orders.filter((c) => c.status.eq("placed")).toString()
   */
  toString(): string {
    return formatRelation(this.relation);
  }
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}
