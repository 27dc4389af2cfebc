import { AvocetError } from "@avocet/core";
import type { Source, Sql } from "../sql/expr.js";
import { hasQuery, isAggregate, isScope, isWindow, replaced, some } from "../sql/expr.js";
import type { Block } from "./block.js";
import type { Lowering } from "./lower.js";

/** Whether a window function stands inside of a query that a rule has written out, where it would be of that query's rows. */
export const hidesWindow = (sql: Sql): boolean => some(sql, (s) => isScope(s) && some(s, isWindow));
/** As {@link hidesWindow}, for aggregates and for the keys of groups that are more than a column. */
export function hidesGroups(sql: Sql, { groupBy }: Block): boolean {
  const keys = new Set<Sql>(groupBy?.filter((key) => key.kind === "text"));
  return some(sql, (s) => isScope(s) && !keys.has(s) && some(s, (part) => isAggregate(part) || keys.has(part)));
}

/**
 * The block with `columns`, whose windows and aggregates are columns of a query below, so that they can be used anywhere above. Of a
 * block with groups the keys are columns there too, of any other the columns of its sources.
 */
export function lifted(
  low: Lowering,
  block: Block,
  columns: ReadonlyMap<string, Sql>,
  name: string,
  free: boolean,
): Block {
  const outputs = [...columns.values(), ...block.orderBy.map((key) => key.sql)];
  if (outputs.some(hasQuery))
    throw new AvocetError("unsupported-operation", `${low.dialect.name} takes no such window beside a subquery`, {
      hint: "Make the window a column with mutate, and use that column in the next step.",
    });
  const keys = new Set<Sql>(block.groupBy ?? []);
  const below = new Below();
  const lifts = (sql: Sql): boolean =>
    keys.has(sql) || isAggregate(sql) || isWindow(sql) || (sql.kind === "column" && block.groupBy === null);
  for (const output of outputs)
    replaced(output, (sql) => {
      if (lifts(sql)) below.nameOf(sql);
      return lifts(sql) ? sql : undefined;
    });
  const inner = low.wrap({ ...block, columns: below.columns, orderBy: [] }, name, free);
  const moved = (output: Sql): Sql =>
    replaced(output, (sql) => (lifts(sql) ? inner.columns.get(below.nameOf(sql)) : undefined));
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
