import type { Source, Sql } from "../sql/expr.js";
import { anyNode, isAggregate, isScope, isWindow } from "../sql/expr.js";
import { rewriteWithSubqueries } from "../sql/rewrite.js";
import type { QueryPlanner } from "./query-planner.js";
import type { SelectDraft } from "./select-draft.js";

/**
 * True if a window function is inside a subquery that a rule wrote, where it would apply to the rows of that subquery.
 */
export const containsHiddenWindow = (sql: Sql): boolean => anyNode(sql, (s) => isScope(s) && anyNode(s, isWindow));
/** Like {@link containsHiddenWindow}, for aggregates and for grouping keys that are not plain columns. */
export function containsHiddenAggregate(sql: Sql, { groupBy }: SelectDraft): boolean {
  const keys = new Set<Sql>(groupBy?.filter((key) => key.kind === "text"));
  return anyNode(sql, (s) => isScope(s) && !keys.has(s) && anyNode(s, (node) => isAggregate(node) || keys.has(node)));
}

/**
 * Moves the windows and aggregates of `columns` into a query below, so that the outer query can use them anywhere. The
 * inner query also returns the grouping keys of a grouped draft, or the source columns of an ungrouped one.
 */
export function hoist(
  planner: QueryPlanner,
  draft: SelectDraft,
  columns: ReadonlyMap<string, Sql>,
  name: string,
  uncorrelated: boolean,
): SelectDraft {
  const outputs = [...columns.values(), ...draft.orderBy.map((key) => key.sql)];
  const keys = new Set<Sql>(draft.groupBy ?? []);
  const sources = [...(draft.from ? [draft.from] : []), ...draft.joins.map((join) => join.from)].map((f) => f.source);
  const hoistedSources = new Set(draft.groupBy === null ? sources : []);
  const innerColumns = new InnerColumns();
  const isSourceColumn = (sql: Sql): boolean => sql.kind === "column" && hoistedSources.has(sql.source);
  const isHoisted = (sql: Sql): boolean => keys.has(sql) || isAggregate(sql) || isWindow(sql) || isSourceColumn(sql);
  const rewriteHoisted = (output: Sql, replace: (sql: Sql) => Sql | undefined): Sql =>
    rewriteWithSubqueries(
      output,
      (sql) => (isHoisted(sql) ? replace(sql) : undefined),
      (sql) => (isSourceColumn(sql) ? replace(sql) : undefined),
    );
  for (const output of outputs)
    rewriteHoisted(output, (sql) => {
      innerColumns.nameOf(sql);
      return sql;
    });
  const inner = planner.wrapAsSource({ ...draft, columns: innerColumns.columns, orderBy: [] }, name, uncorrelated);
  const rebase = (output: Sql): Sql => rewriteHoisted(output, (sql) => inner.columns.get(innerColumns.nameOf(sql)));
  return {
    ...inner,
    columns: new Map([...columns].map(([output, sql]) => [output, rebase(sql)])),
    orderBy: draft.orderBy.map((key) => ({ ...key, sql: rebase(key.sql) })),
  };
}

/** The columns of the inner query: one per source column and one per other expression. */
class InnerColumns {
  readonly columns = new Map<string, Sql>();
  private readonly namesBySource = new Map<Source, Map<string, string>>();
  private readonly namesOfExpressions = new Map<Sql, string>();

  nameOf(sql: Sql): string {
    if (sql.kind !== "column") return getOrCreate(this.namesOfExpressions, sql, () => this.add("part_1", sql));
    let sourceNames = this.namesBySource.get(sql.source);
    if (!sourceNames) {
      sourceNames = new Map();
      this.namesBySource.set(sql.source, sourceNames);
    }
    return getOrCreate(sourceNames, sql.name, () => this.add(sql.name, sql));
  }
  private add(preferredName: string, sql: Sql): string {
    let name = preferredName;
    for (let i = 2; this.columns.has(name); i++) name = `part_${i}`;
    this.columns.set(name, sql);
    return name;
  }
}
function getOrCreate<K>(names: Map<K, string>, key: K, create: () => string): string {
  const name = names.get(key) ?? create();
  names.set(key, name);
  return name;
}
