import type { BoundParam, CompileOptions, ir } from "@avocet/core";
import { AvocetError, ir as nodes } from "@avocet/core";
import type { Dialect } from "./dialect.js";
import { lower } from "./lower/query-planner.js";
import { hasWindow } from "./sql/expr.js";
import { printChange } from "./sql/print.js";
import type { Select } from "./sql/query.js";

interface Change {
  readonly sql: string;
  readonly params: readonly BoundParam[];
}
/**
 * The statement that removes the rows of a relation from the table that it filters.
 * @throws AvocetError `invalid-argument` for a relation that is more than a table with filters
 * @example compileDelete(duckdb, orders.filter((c) => c.status.eq("returned")).relation).sql
 */
export function compileDelete(dialect: Dialect, rows: ir.Relation, options?: CompileOptions): Change {
  const { select, names } = picked(dialect, rows, "delete");
  return printChange(select, "delete", names, dialect, options);
}
/**
 * The statement that gives new values to the columns that a selection names, in the rows of the table that it selects from.
 * @throws AvocetError `invalid-argument` for a relation that is more than a selection of a table with filters
 * @example compileUpdate(duckdb, orders.select((c) => ({ status: c.status.upper() })).relation).sql
 */
export function compileUpdate(dialect: Dialect, values: ir.Relation, options?: CompileOptions): Change {
  const { select, names } = picked(dialect, values, "update");
  const table = tableOf(values);
  const items = select.items.map(
    ([name, value]) => [name, (table && dialect.columnCodec?.(table, name)?.write(value)) ?? value] as const,
  );
  return printChange({ ...select, items }, "update", names, dialect, options);
}

/** The table that a relation of one table reads. */
function tableOf(relation: ir.Relation): ir.TableRelation | null {
  let r: ir.Relation | undefined = relation;
  while (r && r.type !== "table") [r] = nodes.parentsOf(r);
  return r ?? null;
}

/** The SELECT that picks the rows: FROM one table and WHERE, nothing else. */
function picked(dialect: Dialect, rows: ir.Relation, how: string): { select: Select; names: ReadonlySet<string> } {
  const { query, ctes, columnNames } = lower(rows, dialect);
  const simple =
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
  if (!simple || ctes.length > 0)
    throw new AvocetError("invalid-argument", `${how} takes the rows of a table, filtered by conditions on each row`, {
      hint: "Filter by isin or exists over another table instead of joining it, and make a table of what is worked out first.",
    });
  return { select: query, names: columnNames };
}
