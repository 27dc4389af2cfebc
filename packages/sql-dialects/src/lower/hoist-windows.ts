import type { Source, Sql } from "../sql/expr.js";
import { isAggregate, isScope, isWindow, some } from "../sql/expr.js";
import { replacedEverywhere } from "../sql/rewrite.js";
import type { QueryPlanner } from "./query-planner.js";
import type { SelectDraft } from "./select-draft.js";

/** Whether a window function stands inside of a query that a rule has written out, where it would be of that query's rows. */
export const containsHiddenWindow = (sql: Sql): boolean => some(sql, (s) => isScope(s) && some(s, isWindow));
/** As {@link containsHiddenWindow}, for aggregates and for the keys of groups that are more than a column. */
export function containsHiddenAggregate(sql: Sql, { groupBy }: SelectDraft): boolean {
  const keys = new Set<Sql>(groupBy?.filter((key) => key.kind === "text"));
  return some(sql, (s) => isScope(s) && !keys.has(s) && some(s, (part) => isAggregate(part) || keys.has(part)));
}

/**
 * The block with `columns`, whose windows and aggregates are columns of a query below, so that they can be used anywhere above. Of a
 * block with groups the keys are columns there too, of any other the columns of its sources.
 */
export function hoist(
  low: QueryPlanner,
  block: SelectDraft,
  columns: ReadonlyMap<string, Sql>,
  name: string,
  free: boolean,
): SelectDraft {
  const outputs = [...columns.values(), ...block.orderBy.map((key) => key.sql)];
  const keys = new Set<Sql>(block.groupBy ?? []);
  const sources = [...(block.from ? [block.from] : []), ...block.joins.map((join) => join.from)].map((f) => f.source);
  const own = new Set(block.groupBy === null ? sources : []);
  const below = new Below();
  const ofSource = (sql: Sql): boolean => sql.kind === "column" && own.has(sql.source);
  const lifts = (sql: Sql): boolean => keys.has(sql) || isAggregate(sql) || isWindow(sql) || ofSource(sql);
  const each = (output: Sql, use: (sql: Sql) => Sql | undefined): Sql =>
    replacedEverywhere(
      output,
      (sql) => (lifts(sql) ? use(sql) : undefined),
      (sql) => (ofSource(sql) ? use(sql) : undefined),
    );
  for (const output of outputs)
    each(output, (sql) => {
      below.nameOf(sql);
      return sql;
    });
  const inner = low.wrap({ ...block, columns: below.columns, orderBy: [] }, name, free);
  const moved = (output: Sql): Sql => each(output, (sql) => inner.columns.get(below.nameOf(sql)));
  return {
    ...inner,
    columns: new Map([...columns].map(([output, sql]) => [output, moved(sql)])),
    orderBy: block.orderBy.map((key) => ({ ...key, sql: moved(key.sql) })),
  };
}

/** The columns of the query below: each column of a source once, each other expression once. */
class Below {
  readonly columns = new Map<string, Sql>();
  private readonly ofSources = new Map<Source, Map<string, string>>();
  private readonly others = new Map<Sql, string>();

  nameOf(sql: Sql): string {
    if (sql.kind !== "column") return named(this.others, sql, () => this.add("part_1", sql));
    let own = this.ofSources.get(sql.source);
    if (!own) {
      own = new Map();
      this.ofSources.set(sql.source, own);
    }
    return named(own, sql.name, () => this.add(sql.name, sql));
  }
  private add(wanted: string, sql: Sql): string {
    let name = wanted;
    for (let i = 2; this.columns.has(name); i++) name = `part_${i}`;
    this.columns.set(name, sql);
    return name;
  }
}
function named<K>(names: Map<K, string>, key: K, make: () => string): string {
  const name = names.get(key) ?? make();
  names.set(key, name);
  return name;
}
