import type { Table } from "../catalog/store.js";
import type { Row, Value } from "../googlesql/proto.js";
import { aliasOf, child, children, namesOf, type Tree, word } from "../googlesql/syntax.js";
import { quoted, slice } from "../googlesql/text.js";
import { invalidQuery } from "../problem.js";
import { typeText } from "../values/types.js";
import { outcome, replaced, targetOf, write } from "./dml.js";
import type { Outcome } from "./outcome.js";
import { type Context, inWords, type Prepared, prepare, ROW } from "./prepare.js";
import { keptRows } from "./rows.js";

// The executor has no MERGE: each WHEN clause becomes a query that gives the rows it writes.

/** The parts of a MERGE, as they stand in its text. */
interface Parts {
  readonly target: string;
  readonly source: string;
  readonly condition: string;
  readonly columns: Table["columns"];
}

export async function merge(context: Context, sql: string, tree: Tree): Promise<Outcome> {
  const { key, path, table } = targetOf(context, tree);
  const prepared = await prepare(context, sql, tree, key);
  await inWords(sql, prepared.named, () => context.engine.analyze(prepared.statement));
  const parts = await partsOf(context, prepared, table);
  const after = new Map<number, Row | null>();
  const added: Row[] = [];
  const changed = { inserted: 0, updated: 0, deleted: 0 };
  for (const { clause, earlier } of clausesOf(parts.tree)) {
    const action = child(clause, "action");
    const kind = word(action, "actionType");
    const rows = await run(context, prepared, clauseQuery(parts, clause, earlier));
    if (kind === "INSERT") {
      added.push(...rows);
      changed.inserted += rows.length;
      continue;
    }
    for (const { cell = [] } of rows) {
      const place = Number(cell[0]?.int64Value);
      if (after.has(place)) throw invalidQuery("UPDATE/MERGE must match at most one source row for each target row");
      after.set(place, kind === "DELETE" ? null : { cell: cell.slice(1) });
    }
    changed[kind === "DELETE" ? "deleted" : "updated"] += rows.length;
  }
  write(context, path, table, [...replaced(table, after), ...keptRows(table.columns, added)]);
  return outcome("MERGE", path, prepared, changed);
}

async function partsOf(
  { engine }: Context,
  { statement }: Prepared,
  table: Table,
): Promise<Parts & { readonly tree: Tree; readonly text: string }> {
  const text = statement.sql;
  const tree = await engine.parse(text);
  const [target, source] = [child(tree, "targetPath"), child(tree, "tableExpression")];
  const condition = child(tree, "mergeCondition");
  if (!target || !source || !condition) throw invalidQuery("MERGE lacks a part");
  const alias = aliasOf(tree) ?? namesOf(target).at(-1) ?? "";
  return {
    tree,
    text,
    target: `${slice(text, target)} AS ${quoted(alias)}`,
    source: slice(text, source),
    condition: slice(text, condition),
    columns: table.columns,
  };
}

/** The WHEN clauses, each with those of its kind that go before it. */
function clausesOf(tree: Tree): readonly { readonly clause: Tree; readonly earlier: readonly Tree[] }[] {
  const all = children(child(tree, "whenClauses"), "clauseList");
  return all.map((clause, i) => ({
    clause,
    earlier: all.slice(0, i).filter((other) => word(other, "matchType") === word(clause, "matchType")),
  }));
}

function clauseQuery(parts: Parts & { readonly text: string }, clause: Tree, earlier: readonly Tree[]): string {
  const { text, target, source, condition } = parts;
  const conditionOf = (of: Tree): string => {
    const search = child(of, "searchCondition");
    return search ? `(${slice(text, search)})` : "TRUE";
  };
  const where = [conditionOf(clause), ...earlier.map((other) => `NOT COALESCE(${conditionOf(other)}, FALSE)`)];
  const type = word(clause, "matchType");
  const from =
    type === "MATCHED"
      ? `${target} INNER JOIN ${source} ON ${condition}`
      : type === "NOT_MATCHED_BY_TARGET"
        ? source
        : target;
  if (type === "NOT_MATCHED_BY_TARGET") where.unshift(`NOT EXISTS (SELECT 1 FROM ${target} WHERE ${condition})`);
  if (type === "NOT_MATCHED_BY_SOURCE") where.unshift(`NOT EXISTS (SELECT 1 FROM ${source} WHERE ${condition})`);
  return `SELECT ${valuesOf(parts, clause).join(", ")} FROM ${from} WHERE ${where.join(" AND ")}`;
}

/** What a clause writes: for INSERT a value for each column, else the place of the row and then that. */
function valuesOf({ text, columns, target }: Parts & { readonly text: string }, clause: Tree): readonly string[] {
  const action = child(clause, "action");
  const alias = target.slice(target.lastIndexOf(" AS ") + 4);
  const given = new Map<string, Tree>();
  const kind = word(action, "actionType");
  if (kind === "INSERT") {
    const listed = children(child(action, "insertColumnList"), "identifiers").map(
      (name) => word(name, "idString") ?? "",
    );
    const names = listed.length > 0 ? listed : columns.map(({ name }) => name);
    const values = children(child(action, "insertRow"), "values");
    if (values.length === 0) return columns.map(({ name, type }) => cast(quoted(name), type));
    for (const [i, name] of names.entries()) if (values[i]) given.set(name.toLowerCase(), values[i]);
  }
  for (const item of children(child(action, "updateItemList"), "updateItems")) {
    const set = child(item, "setValue");
    const value = child(set, "value");
    const path = namesOf(child(set, "path"));
    if (value) given.set((path.at(-1) ?? "").toLowerCase(), value);
  }
  const values = columns.map(({ name, type }) => {
    const value = given.get(name.toLowerCase());
    if (value && value.kind !== "DefaultLiteral") return cast(slice(text, value), type);
    return kind === "UPDATE" && !value ? `${alias}.${quoted(name)}` : cast("NULL", type);
  });
  if (kind === "INSERT") return values;
  return [`${alias}.${ROW}`, ...(kind === "DELETE" ? [] : values)];
}
const cast = (value: string, type: Parameters<typeof typeText>[0]): string => `CAST(${value} AS ${typeText(type)})`;

async function run({ engine, signal }: Context, { sql, statement }: Prepared, query: string): Promise<readonly Row[]> {
  const result = await inWords(sql, null, () => engine.query({ ...statement, sql: query }, signal));
  return (result.content?.tableData?.row ?? []).map(({ cell = [] }) => ({ cell: [...cell] as readonly Value[] }));
}
