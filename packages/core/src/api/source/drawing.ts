import { graphDot } from "../../text/dot.js";
import type { AnyColumn } from "../operand/operand.js";
import { isColumn } from "../operand/operand.js";
import type { TableLike } from "../table/base.js";

/**
 * Renders the expression graph of a table or column in Graphviz's DOT language: a box for each node, with the dtypes of
 * values and the columns of relations. Nothing is run.
 * @example toDot(orders.filter((c) => c.status.eq("placed")))
 */
export const toDot = (expression: TableLike | AnyColumn): string =>
  graphDot(isColumn(expression) ? expression.node : expression.relation);
