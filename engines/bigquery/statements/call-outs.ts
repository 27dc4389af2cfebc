import type { GoogleSql, Source, Statement } from "../googlesql/engine.js";
import { Failure } from "../googlesql/failure.js";
import type { QueryResult, Type, Value } from "../googlesql/proto.js";
import { allNodes, child, children, namesOf } from "../googlesql/syntax.js";
import { applyEdits, nodeText, outermostEdits } from "../googlesql/text-edits.js";
import { scalarType } from "../values/types.js";

// Functions that are computed in JavaScript. Their results are looked up in a table. If a result is missing, the query
// fails with the arguments in its error message, and is run again after the result has been added.

interface CallOut {
  readonly compute: (...args: readonly string[]) => number;
}
const FUNCTIONS: Readonly<Record<string, CallOut>> = {
  EDIT_DISTANCE: { compute: (a = "", b = "") => editDistance([...a], [...b]) },
};
/** Matches SQL that may call one of the functions. */
const CALL_PATTERN = new RegExp(`\\b(${Object.keys(FUNCTIONS).join("|")})\\s*\\(`, "i");
const ERROR_MARK = "call out: ";
const TABLE = "__call_outs";
const STRING: Type = scalarType("STRING");

/** Returns an expression that looks up the result of a call. */
function lookupExpression(name: string, args: readonly string[]): string {
  const anyNullTest = args.map((arg) => `(${arg}) IS NULL`).join(" OR ");
  const key = `TO_JSON_STRING(['${name}', ${args.join(", ")}])`;
  const lookup = `(SELECT result FROM \`${TABLE}\` WHERE arguments = ${key})`;
  return `IF(${anyNullTest}, NULL, IFNULL(${lookup}, ERROR(CONCAT('${ERROR_MARK}', ${key}))))`;
}

/** Replaces calls of these functions, which the analyzer does not support, by lookups. */
export async function rewriteCallOuts(engine: GoogleSql, statement: Statement): Promise<Statement> {
  let { sql } = statement;
  while (CALL_PATTERN.test(sql)) {
    const calls = allNodes(await engine.parse(sql)).filter((node) => node.kind === "FunctionCall");
    const edits = calls.flatMap((call) => {
      const name = namesOf(child(call, "function")).join(".").toUpperCase();
      if (!Object.hasOwn(FUNCTIONS, name)) return [];
      const args = children(call, "arguments").map((argument) => nodeText(sql, argument));
      return [{ start: call.start, end: call.end, text: lookupExpression(name, args) }];
    });
    if (edits.length === 0) break;
    sql = applyEdits(sql, outermostEdits(edits)).text;
  }
  return sql === statement.sql
    ? statement
    : { ...statement, sql, tables: [...statement.tables, resultTable(new Map())] };
}

/** Runs a query, computing the results of call-outs on demand. */
export async function queryWithCallOuts(
  engine: GoogleSql,
  statement: Statement,
  signal: AbortSignal,
): Promise<QueryResult> {
  if (!statement.sql.includes(TABLE)) return engine.query(statement, signal);
  const results = new Map<string, number>();
  for (;;) {
    try {
      const tables = statement.tables.map((table) => (table.name === TABLE ? resultTable(results) : table));
      return await engine.query({ ...statement, tables }, signal);
    } catch (error) {
      const missingCall = error instanceof Failure ? error.message.split(ERROR_MARK)[1] : undefined;
      if (missingCall === undefined || results.has(missingCall)) throw error;
      const [name, ...args]: string[] = JSON.parse(missingCall);
      results.set(missingCall, FUNCTIONS[name ?? ""]?.compute(...args) ?? 0);
    }
  }
}

function resultTable(results: ReadonlyMap<string, number>): Source {
  const rows = [...results].map(([call, result]): { cell: Value[] } => ({
    cell: [
      { value: "stringValue", stringValue: call },
      { value: "int64Value", int64Value: String(result) },
    ],
  }));
  const columns = [
    { name: "arguments", type: STRING },
    { name: "result", type: scalarType("INT64") },
  ];
  return { name: TABLE, columns, rows };
}

/** Levenshtein edit distance. */
function editDistance(a: readonly string[], b: readonly string[]): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substituted, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
