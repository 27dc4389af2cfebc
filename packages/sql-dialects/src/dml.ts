import type { CompileOptions } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import type { BoundParam } from "@avocet/core/dialect";
import type * as ir from "@avocet/core/ir";
import * as nodes from "@avocet/core/ir";
import type { Dialect } from "./dialect.js";
import { planStatement } from "./lower/query-planner.js";
import { hasWindow } from "./sql/expr.js";
import { printDml } from "./sql/print.js";
import type { Select } from "./sql/query.js";

interface DmlStatement {
  readonly sql: string;
  readonly params: readonly BoundParam[];
}
/**
 * Compiles DELETE for the rows of a filtered table.
 * @throws AvocetError `invalid-argument` if the relation is not a table with filters
 * @example compileDelete(duckdb, orders.filter((c) => c.status.eq("returned")).relation).sql
 */
export function compileDelete(dialect: Dialect, rows: ir.Relation, options?: CompileOptions): DmlStatement {
  const { select, names } = selectRows(dialect, rows, "delete");
  return printDml(select, "delete", names, dialect, options);
}
/**
 * Compiles UPDATE for the rows of a filtered table: sets the columns that the selection names to its values.
 * @throws AvocetError `invalid-argument` if the relation is not a selection of a table with filters
 * @example compileUpdate(duckdb, orders.select((c) => ({ status: c.status.upper() })).relation).sql
 */
export function compileUpdate(dialect: Dialect, values: ir.Relation, options?: CompileOptions): DmlStatement {
  const { select, names } = selectRows(dialect, values, "update");
  const table = tableOf(values);
  const items = select.items.map(
    ([name, value]) => [name, (table && dialect.columnCodec?.(table, name)?.write(value)) ?? value] as const,
  );
  return printDml({ ...select, items }, "update", names, dialect, options);
}

/** Returns the table that a chain of single-input relations reads. */
function tableOf(relation: ir.Relation): ir.TableRelation | null {
  let node: ir.Relation | undefined = relation;
  while (node && node.type !== "table") [node] = nodes.parentsOf(node);
  return node ?? null;
}

/** Plans the SELECT of the affected rows, which may have only FROM with one table and WHERE. */
function selectRows(
  dialect: Dialect,
  rows: ir.Relation,
  statementKind: string,
): { select: Select; names: ReadonlySet<string> } {
  const { query, ctes, columnNames } = planStatement(rows, dialect);
  const isPlainScan =
    query.kind === "select" &&
    query.from?.item.kind === "table" &&
    !query.from.suffix &&
    query.joins.length === 0 &&
    query.groupBy === null &&
    query.having.length === 0 &&
    query.qualify.length === 0 &&
    !query.distinct &&
    !query.items.some(([, value]) => hasWindow(value)) &&
    query.limit === null &&
    query.offset === 0;
  if (!isPlainScan || ctes.length > 0)
    throw new AvocetError(
      "invalid-argument",
      `\`${statementKind}\` requires a table that is only filtered by conditions on single rows`,
      {
        hint: "Use isin or exists over another table instead of a join, and create a table from computed rows first.",
      },
    );
  return { select: query, names: columnNames };
}
