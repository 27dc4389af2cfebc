import type { Store } from "../catalog/store.js";
import type { Tree } from "../googlesql/syntax.js";
import { invalidQuery, Problem } from "../problem.js";
import { columnsOf, define } from "./ddl.js";
import { change, insert, truncate } from "./dml.js";
import { merge } from "./merge.js";
import { checkArrays, type Outcome, outputColumns } from "./outcome.js";
import { type Context, inWords, prepare, rowsOf } from "./prepare.js";

/** What lasts from one statement to the next: temporary tables, and a transaction. */
export interface Session {
  readonly temporary: Context["temporary"];
  transaction: { readonly before: Store; readonly working: Store } | null;
  over: boolean;
}
export const newSession = (): Session => ({ temporary: new Map(), transaction: null, over: false });

/** Runs the statements of a text, one after the other; what the last query gives is the result. */
export async function runScript(context: Context, session: Session, sql: string): Promise<Outcome> {
  const statements = await statementsOf(context, sql);
  let last: Outcome | undefined;
  for (const statement of statements) {
    context.signal.throwIfAborted();
    const outcome = await runStatement(inTransaction(context, session), session, statement, context.store);
    last = combined(last, outcome);
  }
  if (!last) throw invalidQuery("Syntax error: Unexpected end of statement at [1:1]");
  return statements.length > 1 ? { ...last, type: "SCRIPT" } : last;
}

const combined = (last: Outcome | undefined, next: Outcome): Outcome =>
  next.result || !last?.result ? next : { ...last, bytes: last.bytes + next.bytes };

const inTransaction = (context: Context, { transaction }: Session): Context =>
  transaction ? { ...context, store: transaction.working } : context;

/** The statements of a text. */
async function statementsOf({ engine }: Context, sql: string): Promise<readonly string[]> {
  if (!sql.includes(";")) return [sql];
  const bytes = Buffer.from(sql);
  const found: string[] = [];
  for (let at = 0; bytes.subarray(at).toString().trim() !== ""; ) {
    const start = at;
    at = await inWords(sql, null, () => engine.endOfStatement(sql, start)).catch(() => bytes.length);
    found.push(bytes.subarray(start, at).toString().replace(/;\s*$/, ""));
  }
  // Positions in errors are those in the whole text where it is one statement.
  return found.length === 1 ? [sql.replace(/;\s*$/, "")] : found;
}

async function runStatement(context: Context, session: Session, sql: string, main: Store): Promise<Outcome> {
  const tree = await inWords(sql, null, () => context.engine.parse(sql));
  if (tree.kind === "QueryStatement") return runQuery(context, sql, tree);
  return context.oneByOne(() => runChange(context, session, sql, tree, main));
}

async function runChange(context: Context, session: Session, sql: string, tree: Tree, main: Store): Promise<Outcome> {
  switch (tree.kind) {
    case "InsertStatement":
      return insert(context, sql, tree);
    case "UpdateStatement":
      return change(context, sql, tree, "UPDATE");
    case "DeleteStatement":
      return change(context, sql, tree, "DELETE");
    case "MergeStatement":
      return merge(context, sql, tree);
    case "TruncateStatement":
      return truncate(context, sql, tree);
    case "BeginStatement":
    case "CommitStatement":
    case "RollbackStatement":
      return transact(session, tree, main);
    case "CallStatement":
      return call(session, sql);
    default: {
      if (session.transaction && !/^\s*(CREATE|DROP)\s+TEMP/i.test(sql) && tree.kind !== "DropStatement")
        throw invalidQuery("DDL statements other than for temporary entities are not supported inside transactions");
      const outcome = await define(context, sql, tree);
      if (!outcome) throw new Problem("notImplemented", `This stand-in cannot run a ${tree.kind}`);
      return outcome;
    }
  }
}

async function runQuery(context: Context, sql: string, tree: Tree): Promise<Outcome> {
  const prepared = await prepare(context, sql, tree);
  const { columns, rows } = await rowsOf(context, prepared);
  const output = outputColumns(columns);
  checkArrays(output, rows);
  const read = prepared.tables.map(({ path }) => path);
  return { type: "SELECT", result: { columns: output, rows }, read, bytes: prepared.bytes };
}

function transact(session: Session, tree: Tree, main: Store): Outcome {
  const { transaction } = session;
  if (tree.kind === "BeginStatement") {
    if (transaction) throw invalidQuery("Transaction is already in progress");
    session.transaction = { before: main.copy(), working: main.copy() };
  } else {
    if (!transaction) throw invalidQuery("There is no active transaction");
    session.transaction = null;
    if (tree.kind === "CommitStatement") main.merge(transaction.before, transaction.working);
  }
  const type =
    tree.kind === "BeginStatement"
      ? "BEGIN_TRANSACTION"
      : `${tree.kind.replace("Statement", "").toUpperCase()}_TRANSACTION`;
  return { type, result: null, read: [], bytes: 0 };
}

/** The procedures there are. What a session has not committed is lost. */
function call(session: Session, sql: string): Outcome {
  const procedure = /^\s*CALL\s+BQ\.(\w+)/i.exec(sql)?.[1]?.toUpperCase();
  // The rows of views are worked out whenever they are read.
  if (procedure === "REFRESH_MATERIALIZED_VIEW") return { type: "CALL", result: null, read: [], bytes: 0 };
  if (procedure !== "ABORT_SESSION") throw invalidQuery(`Procedure is not found: ${procedure}`);
  session.over = true;
  session.transaction = null;
  session.temporary.clear();
  return { type: "CALL", result: null, read: [], bytes: 0 };
}

/** What a statement would give and read; nothing is run. */
export async function dryRun(context: Context, sql: string): Promise<Outcome> {
  const [only = "", ...more] = await statementsOf(context, sql);
  if (more.length > 0) return { type: "SCRIPT", result: null, read: [], bytes: 0 };
  const prepared = await prepare(context, only);
  const columns = await columnsOf(context, prepared);
  const type = columns ? "SELECT" : (TYPES[prepared.tree.kind] ?? "SCRIPT");
  return {
    type,
    result: columns && { columns, rows: [] },
    read: prepared.tables.map(({ path }) => path),
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
