import type { QueryEngine } from "../../backend/contract.js";
import type { ValueEncoding } from "../../backend/value-encoding.js";
import { DEFAULT_ENCODING } from "../../backend/value-encoding.js";
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
import type { ReadOptions } from "../../serialize/read-context.js";
import { writeGraph } from "../../serialize/write.js";
import { columnOf } from "../column/column-factory.js";
import type { AnyColumn } from "../operand/operand.js";
import { isColumn } from "../operand/operand.js";
import type { TableLike } from "../table/base.js";
import { Table } from "../table.js";

/** Options of `fromJSON`. */
export interface FromJSONOptions extends ReadOptions {
  /** The connection that runs the table. */
  readonly runner?: QueryEngine;
}

/**
 * Serializes a table or a column as a plain object, which {@link fromJSON} reads back as the same expression. The rows
 * of memtables are included, connections are not. `JSON.stringify` of a table or column returns the same as text.
 * @example toJSON(orders.filter((c) => c.status.eq("placed")))
 */
export function toJSON(expression: TableLike | AnyColumn): SerializedExpression {
  if (!isColumn(expression)) return writeGraph(expression.relation);
  return { ...writeGraph(expression.node), name: expression.name };
}

/**
 * Deserializes a table or column from JSON text or a parsed object. The input may be untrusted: every name, dtype and
 * argument is checked; SQL text and engine functions are refused unless allowed by the options. The expression can read
 * any table of the connection (in DuckDB also files, by name) unless `allowTables` restricts it.
 * @throws AvocetError `invalid-json` with the position of the error
 * @example fromJSON(JSON.stringify(orders.select("status").distinct()))
 */
export function fromJSON(json: unknown, options: FromJSONOptions = {}): Table | AnyColumn {
  const { root, name } = readGraph(json, options);
  if (isRelation(root)) return new Table(root, options.runner ?? null, DEFAULT_ENCODING);
  if (root.type === "sortKey" || root.type === "lambda")
    throw new AvocetError("invalid-json", `root: expected a table or a column, got a ${root.type}`);
  return columnOf(root, name);
}

/**
 * Deserializes a table from JSON text or a parsed object, as {@link fromJSON} does. With `schema`, the table is typed
 * and its schema is checked.
 * @throws AvocetError `invalid-json` with the position of the error, or `schema-mismatch` if the table has another
 * schema
 * @example tableFromJSON(JSON.stringify(orders.select("status")), { status: string })
 */
export function tableFromJSON<S extends Schema = Schema>(
  json: unknown,
  schema?: S,
  options: FromJSONOptions = {},
): Table<S> {
  const { root } = readGraph(json, options);
  if (!isRelation(root)) throw new AvocetError("invalid-json", `root: expected a table, got a ${root.type}`);
  if (schema) checkSchema(root.schema, schema);
  return new Table<S>(root, options.runner ?? null, DEFAULT_ENCODING);
}

function checkSchema(actual: Fields, expected: Schema): void {
  const text = (fields: Iterable<readonly [string, Schema[string]]>): string =>
    [...fields].map(([name, dtype]) => `${name}: ${printDType(dtype)}`).join(", ");
  const [actualText, expectedText] = [text(actual), text(Object.entries(expected))];
  if (actualText !== expectedText)
    throw new AvocetError("schema-mismatch", "The table does not have the expected schema", {
      detail: `expected: ${expectedText}\nactual:   ${actualText}`,
    });
}

/**
 * Hash of a table or column expression: 64 hexadecimal digits, equal for equal expressions in every process. Views,
 * aliases, the order of conditions and their distribution over several filters do not affect it; column names do.
 * @example fingerprint(orders.filter((c) => c.status.eq("placed")))
 */
export const fingerprint = (expression: TableLike | AnyColumn): string =>
  fingerprintOf(isColumn(expression) ? expression.node : expression.relation);

/**
 * Column-level lineage of a table: the source columns that each column is computed from and how (copied, transformed or
 * aggregated), and the source columns that determine which rows there are.
 * @example lineage(orders.leftJoin(payments, "order_id")).columns.amount
 */
export const lineage = <S extends Schema>(table: Table<S, ValueEncoding>): Lineage<S> => lineageOf<S>(table.relation);
