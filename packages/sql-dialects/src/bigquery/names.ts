import type { ir as IR } from "@avocet/core";
import { AvocetError, ir } from "@avocet/core";
import type { Sql } from "../sql/expr.js";
import { some } from "../sql/expr.js";
import type { Query, Select, Statement } from "../sql/query.js";
import { quote } from "./literal.js";

/** What the name of a column of a table or a result cannot hold, even where names are flexible. */
const FORBIDDEN = /[!"$()*,./;?@[\]^`{}~\\]/;
const folded = (name: string): string => name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** Refuses names that BigQuery would take for others, or that columns of its results and tables cannot have. */
export function check(statement: Statement, relation: IR.Relation): void {
  for (const r of ir.relationsBelow(relation))
    if (r.type === "table" || r.type === "memtable") differing(r.schema.keys());
  const queries: Query[] = [...statement.ctes.map((cte) => cte.query), statement.query];
  for (let query = queries.pop(); query; query = queries.pop()) {
    if (query.kind === "set") queries.push(...query.operands);
    if (query.kind !== "select") continue;
    const names = query.items.map(([name]) => name);
    differing(names);
    if (query !== statement.query) findable(names);
    queries.push(...within(query));
  }
  for (const name of outputsOf(statement.query) ?? relation.schema.keys())
    if (FORBIDDEN.test(name))
      throw new AvocetError("invalid-argument", `a column in BigQuery cannot have the name ${JSON.stringify(name)}`, {
        hint: "Give it another with rename: letters, digits and underscores always do.",
      });
}

/**
 * The parts of a table's path. A point in a quoted part is one between two parts to BigQuery, where only projects have points in their
 * names: `other.orders` would be a table of another dataset.
 */
export function tablePath(path: readonly string[]): readonly string[] {
  for (const part of path.slice(-2)) whole(part);
  return path;
}
/** The name of a table or dataset in quotes. */
export const tableName = (name: string): string => quote(whole(name));

function whole(part: string): string {
  if (part.includes("."))
    throw new AvocetError("invalid-argument", `a table or dataset in BigQuery cannot have the name ${part}`, {
      hint: 'Name the dataset apart: table("orders", schema, { database: "shop" }).',
    });
  return part;
}

function outputsOf(given: Query): readonly string[] | undefined {
  let query: Query | undefined = given;
  while (query?.kind === "set") query = query.operands[0];
  return query?.kind === "select" ? query.items.map(([name]) => name) : undefined;
}
/** The queries right inside of a SELECT. */
function within(select: Select): readonly Query[] {
  const found: Query[] = [];
  const values: Sql[] = [
    ...select.items.map(([, value]) => value),
    ...select.where,
    ...select.having,
    ...select.qualify,
  ];
  for (const { item } of [...(select.from ? [select.from] : []), ...select.joins.map((j) => j.from)]) {
    if (item.kind === "subquery") found.push(item.query);
    if (item.kind === "function") values.push(item.sql);
  }
  for (const value of values)
    some(value, (s) => {
      if (s.kind === "query") found.push(s.query);
      return false;
    });
  return found;
}

/** GoogleSQL's analyzer takes such names in a query for its own, and does not find them from the query around it. */
function findable(names: readonly string[]): void {
  const own = names.find((name) => name.startsWith("$"));
  if (own !== undefined)
    throw new AvocetError("invalid-argument", `a column in BigQuery cannot have the name ${JSON.stringify(own)}`, {
      hint: "Give it another with rename: one that does not begin with $.",
    });
}

function differing(names: Iterable<string>): void {
  const known = new Map<string, string>();
  for (const name of names) {
    const other = known.get(folded(name));
    if (other !== undefined)
      throw new AvocetError(
        "unsupported-operation",
        `BigQuery cannot tell the columns ${other} and ${name} from each other`,
        { hint: "Names there differ in more than upper and lower case: give one of them another with rename." },
      );
    known.set(folded(name), name);
  }
}
