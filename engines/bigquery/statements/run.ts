import { ApiError, invalidQuery } from "../api-error.js";
import type { Store } from "../catalog/store.js";
import type { Tree } from "../googlesql/syntax.js";
import { columnsOf, runDdl } from "./ddl.js";
import { insert, truncate, updateOrDelete } from "./dml.js";
import { merge } from "./merge.js";
import { type Outcome, outputColumns, rejectNullElements } from "./outcome.js";
import { type Context, prepare, queryRows, withBigQueryErrors } from "./prepare.js";

/** State shared by the statements of a session: temporary tables and the open transaction. */
export interface Session {
  readonly temporary: Context["temporary"];
  transaction: { readonly snapshot: Store; readonly working: Store } | null;
  isEnded: boolean;
}
export const newSqlSession = (): Session => ({ temporary: new Map(), transaction: null, isEnded: false });

/** Runs the statements of a text in order. The result is that of the last query. */
export async function runScript(context: Context, session: Session, sql: string): Promise<Outcome> {
  const statements = await splitStatements(context, sql);
  let last: Outcome | undefined;
  for (const statement of statements) {
    context.signal.throwIfAborted();
    const outcome = await runStatement(transactionContext(context, session), session, statement, context.store);
    last = combineOutcomes(last, outcome);
  }
  if (!last) throw invalidQuery("Syntax error: Unexpected end of statement at [1:1]");
  return statements.length > 1 ? { ...last, type: "SCRIPT" } : last;
}

const combineOutcomes = (last: Outcome | undefined, next: Outcome): Outcome =>
  next.result || !last?.result ? next : { ...last, bytes: last.bytes + next.bytes };

const transactionContext = (context: Context, { transaction }: Session): Context =>
  transaction ? { ...context, store: transaction.working } : context;

/** Splits a text into statements. */
async function splitStatements({ engine }: Context, sql: string): Promise<readonly string[]> {
  if (!sql.includes(";")) return [sql];
  const bytes = Buffer.from(sql);
  const statements: string[] = [];
  for (let at = 0; bytes.subarray(at).toString().trim() !== ""; ) {
    const start = at;
    at = await withBigQueryErrors(sql, null, () => engine.endOfStatement(sql, start)).catch(() => bytes.length);
    statements.push(bytes.subarray(start, at).toString().replace(/;\s*$/, ""));
  }
  // A single statement keeps its leading text, so that positions in errors are correct.
  return statements.length === 1 ? [sql.replace(/;\s*$/, "")] : statements;
}

async function runStatement(context: Context, session: Session, sql: string, mainStore: Store): Promise<Outcome> {
  const tree = await withBigQueryErrors(sql, null, () => context.engine.parse(sql));
  if (tree.kind === "QueryStatement") return runQuery(context, sql, tree);
  return context.enqueueChange(() => runChange(context, session, sql, tree, mainStore));
}

async function runChange(
  context: Context,
  session: Session,
  sql: string,
  tree: Tree,
  mainStore: Store,
): Promise<Outcome> {
  switch (tree.kind) {
    case "InsertStatement":
      return insert(context, sql, tree);
    case "UpdateStatement":
      return updateOrDelete(context, sql, tree, "UPDATE");
    case "DeleteStatement":
      return updateOrDelete(context, sql, tree, "DELETE");
    case "MergeStatement":
      return merge(context, sql, tree);
    case "TruncateStatement":
      return truncate(context, sql, tree);
    case "BeginStatement":
    case "CommitStatement":
    case "RollbackStatement":
      return runTransactionStatement(session, tree, mainStore);
    case "CallStatement":
      return callProcedure(session, sql);
    default: {
      if (session.transaction && !/^\s*(CREATE|DROP)\s+TEMP/i.test(sql) && tree.kind !== "DropStatement")
        throw invalidQuery("DDL statements other than for temporary entities are not supported inside transactions");
      const outcome = await runDdl(context, sql, tree);
      if (!outcome) throw new ApiError("notImplemented", `The stand-in does not support ${tree.kind}`);
      return outcome;
    }
  }
}

async function runQuery(context: Context, sql: string, tree: Tree): Promise<Outcome> {
  const prepared = await prepare(context, sql, tree);
  const { columns, rows } = await queryRows(context, prepared);
  const output = outputColumns(columns);
  rejectNullElements(output, rows);
  const readTables = prepared.tables.map(({ path }) => path);
  return { type: "SELECT", result: { columns: output, rows }, readTables, bytes: prepared.bytes };
}

function runTransactionStatement(session: Session, tree: Tree, mainStore: Store): Outcome {
  const { transaction } = session;
  if (tree.kind === "BeginStatement") {
    if (transaction) throw invalidQuery("Transaction is already in progress");
    session.transaction = { snapshot: mainStore.copy(), working: mainStore.copy() };
  } else {
    if (!transaction) throw invalidQuery("There is no active transaction");
    session.transaction = null;
    if (tree.kind === "CommitStatement") mainStore.merge(transaction.snapshot, transaction.working);
  }
  const type =
    tree.kind === "BeginStatement"
      ? "BEGIN_TRANSACTION"
      : `${tree.kind.replace("Statement", "").toUpperCase()}_TRANSACTION`;
  return { type, result: null, readTables: [], bytes: 0 };
}

/** Runs a system procedure. BQ.ABORT_SESSION discards uncommitted changes. */
function callProcedure(session: Session, sql: string): Outcome {
  const procedure = /^\s*CALL\s+BQ\.(\w+)/i.exec(sql)?.[1]?.toUpperCase();
  // The rows of views are computed whenever they are read.
  if (procedure === "REFRESH_MATERIALIZED_VIEW") return { type: "CALL", result: null, readTables: [], bytes: 0 };
  if (procedure !== "ABORT_SESSION") throw invalidQuery(`Procedure is not found: ${procedure}`);
  session.isEnded = true;
  session.transaction = null;
  session.temporary.clear();
  return { type: "CALL", result: null, readTables: [], bytes: 0 };
}

/** Analyzes a statement: its columns and the tables it would read. */
export async function dryRun(context: Context, sql: string): Promise<Outcome> {
  const [firstStatement = "", ...otherStatements] = await splitStatements(context, sql);
  if (otherStatements.length > 0) return { type: "SCRIPT", result: null, readTables: [], bytes: 0 };
  const prepared = await prepare(context, firstStatement);
  const columns = await columnsOf(context, prepared);
  const type = columns ? "SELECT" : (TYPES[prepared.tree.kind] ?? "SCRIPT");
  return {
    type,
    result: columns && { columns, rows: [] },
    readTables: prepared.tables.map(({ path }) => path),
    bytes: prepared.bytes,
  };
}
const TYPES: Readonly<Record<string, string>> = {
  InsertStatement: "INSERT",
  UpdateStatement: "UPDATE",
  DeleteStatement: "DELETE",
  MergeStatement: "MERGE",
  CreateTableStatement: "CREATE_TABLE_AS_SELECT",
  CreateViewStatement: "CREATE_VIEW",
  DropStatement: "DROP_TABLE",
};
