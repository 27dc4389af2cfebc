import { invalidQuery } from "../api-error.js";
import type { Table } from "../catalog/store.js";
import type { Row, Value } from "../googlesql/proto.js";
import { aliasOf, child, children, namesOf, stringField, type Tree } from "../googlesql/syntax.js";
import { nodeText, quoteIdentifier } from "../googlesql/text-edits.js";
import { typeText } from "../values/types.js";
import { dmlOutcome, findTarget, replaceRows, writeRows } from "./dml.js";
import type { Outcome } from "./outcome.js";
import { type Context, type Prepared, prepare, ROW_NUMBER_COLUMN, withBigQueryErrors } from "./prepare.js";
import { toTableRows } from "./table-rows.js";

// The executor does not support MERGE: each WHEN clause becomes a query that returns the rows it writes.

/** The clauses of a MERGE statement as SQL text. */
interface MergeClauses {
  readonly target: string;
  readonly source: string;
  readonly condition: string;
  readonly columns: Table["columns"];
}

export async function merge(context: Context, sql: string, tree: Tree): Promise<Outcome> {
  const { key, path, table } = findTarget(context, tree);
  const prepared = await prepare(context, sql, tree, key);
  await withBigQueryErrors(sql, prepared.renamed, () => context.engine.analyze(prepared.statement));
  const clauses = await parseMerge(context, prepared, table);
  const changedRows = new Map<number, Row | null>();
  const insertedRows: Row[] = [];
  const changed = { inserted: 0, updated: 0, deleted: 0 };
  for (const { clause, earlier } of whenClauses(clauses.tree)) {
    const action = child(clause, "action");
    const kind = stringField(action, "actionType");
    const rows = await runQuery(context, prepared, clauseQuery(clauses, clause, earlier));
    if (kind === "INSERT") {
      insertedRows.push(...rows);
      changed.inserted += rows.length;
      continue;
    }
    for (const { cell = [] } of rows) {
      const index = Number(cell[0]?.int64Value);
      if (changedRows.has(index))
        throw invalidQuery("UPDATE/MERGE must match at most one source row for each target row");
      changedRows.set(index, kind === "DELETE" ? null : { cell: cell.slice(1) });
    }
    changed[kind === "DELETE" ? "deleted" : "updated"] += rows.length;
  }
  writeRows(context, path, table, [...replaceRows(table, changedRows), ...toTableRows(table.columns, insertedRows)]);
  return dmlOutcome("MERGE", path, prepared, changed);
}

async function parseMerge(
  { engine }: Context,
  { statement }: Prepared,
  table: Table,
): Promise<MergeClauses & { readonly tree: Tree; readonly text: string }> {
  const text = statement.sql;
  const tree = await engine.parse(text);
  const [target, source] = [child(tree, "targetPath"), child(tree, "tableExpression")];
  const condition = child(tree, "mergeCondition");
  if (!target || !source || !condition) throw invalidQuery("MERGE has no target, source or condition");
  const alias = aliasOf(tree) ?? namesOf(target).at(-1) ?? "";
  return {
    tree,
    text,
    target: `${nodeText(text, target)} AS ${quoteIdentifier(alias)}`,
    source: nodeText(text, source),
    condition: nodeText(text, condition),
    columns: table.columns,
  };
}

/** Returns the WHEN clauses, each with the earlier clauses of its kind. */
function whenClauses(tree: Tree): readonly { readonly clause: Tree; readonly earlier: readonly Tree[] }[] {
  const clauses = children(child(tree, "whenClauses"), "clauseList");
  return clauses.map((clause, i) => ({
    clause,
    earlier: clauses
      .slice(0, i)
      .filter((candidate) => stringField(candidate, "matchType") === stringField(clause, "matchType")),
  }));
}

function clauseQuery(
  clauses: MergeClauses & { readonly text: string },
  clause: Tree,
  earlier: readonly Tree[],
): string {
  const { text, target, source, condition } = clauses;
  const conditionOf = (whenClause: Tree): string => {
    const search = child(whenClause, "searchCondition");
    return search ? `(${nodeText(text, search)})` : "TRUE";
  };
  const where = [
    conditionOf(clause),
    ...earlier.map((earlierClause) => `NOT COALESCE(${conditionOf(earlierClause)}, FALSE)`),
  ];
  const type = stringField(clause, "matchType");
  const from =
    type === "MATCHED"
      ? `${target} INNER JOIN ${source} ON ${condition}`
      : type === "NOT_MATCHED_BY_TARGET"
        ? source
        : target;
  if (type === "NOT_MATCHED_BY_TARGET") where.unshift(`NOT EXISTS (SELECT 1 FROM ${target} WHERE ${condition})`);
  if (type === "NOT_MATCHED_BY_SOURCE") where.unshift(`NOT EXISTS (SELECT 1 FROM ${source} WHERE ${condition})`);
  return `SELECT ${writtenValues(clauses, clause).join(", ")} FROM ${from} WHERE ${where.join(" AND ")}`;
}

/** Returns the expressions that a clause writes: one per column, for UPDATE and DELETE after the row number. */
function writtenValues(
  { text, columns, target }: MergeClauses & { readonly text: string },
  clause: Tree,
): readonly string[] {
  const action = child(clause, "action");
  const alias = target.slice(target.lastIndexOf(" AS ") + 4);
  const valueByColumn = new Map<string, Tree>();
  const kind = stringField(action, "actionType");
  if (kind === "INSERT") {
    const columnList = children(child(action, "insertColumnList"), "identifiers").map(
      (name) => stringField(name, "idString") ?? "",
    );
    const names = columnList.length > 0 ? columnList : columns.map(({ name }) => name);
    const values = children(child(action, "insertRow"), "values");
    if (values.length === 0) return columns.map(({ name, type }) => cast(quoteIdentifier(name), type));
    for (const [i, name] of names.entries()) if (values[i]) valueByColumn.set(name.toLowerCase(), values[i]);
  }
  for (const item of children(child(action, "updateItemList"), "updateItems")) {
    const set = child(item, "setValue");
    const value = child(set, "value");
    const path = namesOf(child(set, "path"));
    if (value) valueByColumn.set((path.at(-1) ?? "").toLowerCase(), value);
  }
  const values = columns.map(({ name, type }) => {
    const value = valueByColumn.get(name.toLowerCase());
    if (value && value.kind !== "DefaultLiteral") return cast(nodeText(text, value), type);
    return kind === "UPDATE" && !value ? `${alias}.${quoteIdentifier(name)}` : cast("NULL", type);
  });
  if (kind === "INSERT") return values;
  return [`${alias}.${ROW_NUMBER_COLUMN}`, ...(kind === "DELETE" ? [] : values)];
}
const cast = (value: string, type: Parameters<typeof typeText>[0]): string => `CAST(${value} AS ${typeText(type)})`;

async function runQuery(
  { engine, signal }: Context,
  { sql, statement }: Prepared,
  query: string,
): Promise<readonly Row[]> {
  const result = await withBigQueryErrors(sql, null, () => engine.query({ ...statement, sql: query }, signal));
  return (result.content?.tableData?.row ?? []).map(({ cell = [] }) => ({ cell: [...cell] as readonly Value[] }));
}
