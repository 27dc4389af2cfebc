import type { QueryEngine } from "../../backend/contract.js";
import type { DefaultModes, ValueModes } from "../../backend/values.js";
import { DEFAULT_MODES } from "../../backend/values.js";
import type { Schema } from "../../dtype/dtype.js";
import { printDType } from "../../dtype/print.js";
import { AvocetError } from "../../errors.js";
import { isRelation } from "../../ir/graph.js";
import type { Fields } from "../../ir/relation.js";
import type { Lineage } from "../../lineage/lineage.js";
import { lineageOf } from "../../lineage/lineage.js";
import { fingerprintOf } from "../../serialize/fingerprint.js";
import type { SerializedExpression } from "../../serialize/format.js";
import { readGraph } from "../../serialize/read.js";
import type { ReadOptions } from "../../serialize/source.js";
import { writeGraph } from "../../serialize/write.js";
import { columnOf } from "../column/column-factory.js";
import type { AnyColumn } from "../operand/operand.js";
import { isColumn } from "../operand/operand.js";
import type { TableLike } from "../table/base.js";
import { tableOf } from "../table/table-factory.js";
import type { Table } from "../table.js";

/** What `fromJSON` may be told. */
export interface FromJSONOptions extends ReadOptions {
  /** The connection that the tables live in. */
  readonly runner?: QueryEngine;
}

/**
 * The expression of a table or a column as plain JSON, which {@link fromJSON} reads back as the same expression. Rows of `memtable`
 * are part of it; connections are not. `JSON.stringify` of a table or column gives its text.
 * @example toJSON(orders.filter((c) => c.status.eq("placed")))
 */
export function toJSON(expression: TableLike | AnyColumn): SerializedExpression {
  if (!isColumn(expression)) return writeGraph(expression.relation);
  return { ...writeGraph(expression.node), name: expression.name };
}

/**
 * The table or column that JSON describes, as text or parsed: the same node of the graph as the one that was written. It may come from
 * anyone: every name, dtype and argument is tested, SQL text and functions of the engine are refused unless they are allowed. It may
 * read any table of the connection, and DuckDB takes the name of a file for one, unless `allowTables` says which.
 * @throws AvocetError `invalid-json` that says where
 * @example fromJSON(JSON.stringify(orders.select("status").distinct()))
 */
export function fromJSON(json: unknown, options: FromJSONOptions = {}): Table | AnyColumn {
  const { root, name } = readGraph(json, options);
  if (isRelation(root)) return tableOf(root, options.runner ?? null, DEFAULT_MODES);
  if (root.type === "sortKey" || root.type === "lambda")
    throw new AvocetError("invalid-json", `root: wanted a table or a column, got a ${root.type}`);
  return columnOf(root, name);
}

/** {@link fromJSON} where only a table will do; `schema`, if given, must be its schema. */
export function tableFromJSON<S extends Schema>(
  json: unknown,
  schema: S | undefined,
  options: FromJSONOptions,
): Table<S> {
  const { root } = readGraph(json, options);
  if (!isRelation(root)) throw new AvocetError("invalid-json", `root: wanted a table, got a ${root.type}`);
  if (schema) checkSchema(root.schema, schema);
  return tableOf<S, DefaultModes>(root, options.runner ?? null, DEFAULT_MODES);
}

function checkSchema(own: Fields, wanted: Schema): void {
  const text = (fields: Iterable<readonly [string, Schema[string]]>): string =>
    [...fields].map(([name, dtype]) => `${name}: ${printDType(dtype)}`).join(", ");
  const [found, asked] = [text(own), text(Object.entries(wanted))];
  if (found !== asked)
    throw new AvocetError("schema-mismatch", "the table has another schema than the one asked for", {
      detail: `asked for: ${asked}\nfound:     ${found}`,
    });
}

/**
 * A hash of what a table or column means, 64 hex digits: the same in every process and however the code was written. Views, aliases,
 * the order of conditions and how they are spread over filters leave no mark; names of columns do.
 * @example fingerprint(orders.filter((c) => c.status.eq("placed")))
 */
export const fingerprint = (expression: TableLike | AnyColumn): string =>
  fingerprintOf(isColumn(expression) ? expression.node : expression.relation);

/**
 * Which columns of which tables each column of a table is made from, and how (copied, transformed, aggregated), and which decide about
 * the rows.
 * @example lineage(orders.leftJoin(payments, "order_id")).columns.amount
 */
export const lineage = <S extends Schema>(of: Table<S, ValueModes>): Lineage<S> => lineageOf<S>(of.relation);
