import { AvocetError } from "@avocet/core";
import type * as IR from "@avocet/core/ir";
import * as ir from "@avocet/core/ir";
import type { Sql } from "../sql/expr.js";
import { anyNode } from "../sql/expr.js";
import type { Query, Select, Statement } from "../sql/query.js";
import { quote } from "./literal.js";

/** Characters that the name of a table or result column cannot contain, even with flexible column names. */
const FORBIDDEN = /[!"$()*,./;?@[\]^`{}~\\]/;
const lowerCased = (name: string): string => name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** Throws for names that BigQuery would confuse, or that columns of its results and tables cannot have. */
export function checkNames(statement: Statement, relation: IR.Relation): void {
  for (const r of ir.reachableRelations(relation))
    if (r.type === "table" || r.type === "memtable") checkDistinct(r.schema.keys());
  const queries: Query[] = [...statement.ctes.map((cte) => cte.query), statement.query];
  for (let query = queries.pop(); query; query = queries.pop()) {
    if (query.kind === "set") queries.push(...query.operands);
    if (query.kind !== "select") continue;
    const names = query.items.map(([name]) => name);
    checkDistinct(names);
    if (query !== statement.query) checkResolvable(names);
    queries.push(...nestedQueries(query));
  }
  for (const name of outputNames(statement.query) ?? relation.schema.keys())
    if (FORBIDDEN.test(name))
      throw new AvocetError("invalid-argument", `A column in BigQuery cannot have the name ${JSON.stringify(name)}`, {
        hint: "Rename it with rename(): letters, digits and underscores are always valid.",
      });
}

/**
 * Checks the segments of a table's path. BigQuery reads a period in a quoted segment as a separator, so `other.orders`
 * would be a table of another dataset; only project names may contain periods.
 */
export function tablePath(path: readonly string[]): readonly string[] {
  for (const segment of path.slice(-2)) checkedSegment(segment);
  return path;
}
/** The quoted name of a table or dataset. */
export const tableName = (name: string): string => quote(checkedSegment(name));

function checkedSegment(segment: string): string {
  if (segment.includes("."))
    throw new AvocetError("invalid-argument", `A table or dataset in BigQuery cannot have the name ${segment}`, {
      hint: 'Name the dataset separately: table("orders", schema, { database: "shop" }).',
    });
  return segment;
}

function outputNames(root: Query): readonly string[] | undefined {
  let query: Query | undefined = root;
  while (query?.kind === "set") query = query.operands[0];
  return query?.kind === "select" ? query.items.map(([name]) => name) : undefined;
}
/** The subqueries directly inside of a SELECT. */
function nestedQueries(select: Select): readonly Query[] {
  const queries: Query[] = [];
  const values: Sql[] = [
    ...select.items.map(([, value]) => value),
    ...select.where,
    ...select.having,
    ...select.qualify,
  ];
  for (const { item } of [...(select.from ? [select.from] : []), ...select.joins.map((j) => j.from)]) {
    if (item.kind === "subquery") queries.push(item.query);
    if (item.kind === "function") values.push(item.sql);
  }
  for (const value of values)
    anyNode(value, (s) => {
      if (s.kind === "query") queries.push(s.query);
      return false;
    });
  return queries;
}

/** Throws for names that start with $: GoogleSQL's analyzer reserves them, so an outer query cannot refer to them. */
function checkResolvable(names: readonly string[]): void {
  const reserved = names.find((name) => name.startsWith("$"));
  if (reserved !== undefined)
    throw new AvocetError("invalid-argument", `A column in BigQuery cannot have the name ${JSON.stringify(reserved)}`, {
      hint: "Rename it with rename(), to a name that does not start with $.",
    });
}

/** Throws if two column names differ in case only. */
function checkDistinct(names: Iterable<string>): void {
  const seen = new Map<string, string>();
  for (const name of names) {
    const conflicting = seen.get(lowerCased(name));
    if (conflicting !== undefined)
      throw new AvocetError(
        "unsupported-operation",
        `BigQuery cannot distinguish the columns ${conflicting} and ${name}`,
        { hint: "Rename one of them with rename(): column names in BigQuery are case-insensitive." },
      );
    seen.set(lowerCased(name), name);
  }
}
