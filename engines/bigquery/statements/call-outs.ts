import type { GoogleSql, Source, Statement } from "../googlesql/engine.js";
import { Failure } from "../googlesql/failure.js";
import type { QueryResult, Type, Value } from "../googlesql/proto.js";
import { child, children, everything, namesOf } from "../googlesql/syntax.js";
import { edited, outermost, slice } from "../googlesql/text.js";
import { scalar } from "../values/types.js";

// Functions that are worked out here. Their values are looked up in a table; a value that it lacks makes the query fail with the arguments,
// and it is run again when they have been worked out.

interface CallOut {
  readonly of: (...args: readonly string[]) => number;
}
const FUNCTIONS: Readonly<Record<string, CallOut>> = {
  EDIT_DISTANCE: { of: (a = "", b = "") => distance([...a], [...b]) },
};
/** Texts that may call one of them. */
const NAMES = new RegExp(`\\b(${Object.keys(FUNCTIONS).join("|")})\\s*\\(`, "i");
const MARK = "call out: ";
const TABLE = "__call_outs";
const STRING: Type = scalar("STRING");

/** An expression that looks a value up. */
function callOut(name: string, args: readonly string[]): string {
  const anyNull = args.map((arg) => `(${arg}) IS NULL`).join(" OR ");
  const key = `TO_JSON_STRING(['${name}', ${args.join(", ")}])`;
  const found = `(SELECT result FROM \`${TABLE}\` WHERE arguments = ${key})`;
  return `IF(${anyNull}, NULL, IFNULL(${found}, ERROR(CONCAT('${MARK}', ${key}))))`;
}

/** The statement with look-ups in the place of functions that the analyzer does not know. */
export async function withCallOuts(engine: GoogleSql, statement: Statement): Promise<Statement> {
  let { sql } = statement;
  while (NAMES.test(sql)) {
    const calls = everything(await engine.parse(sql)).filter((node) => node.kind === "FunctionCall");
    const edits = calls.flatMap((call) => {
      const name = namesOf(child(call, "function")).join(".").toUpperCase();
      if (!Object.hasOwn(FUNCTIONS, name)) return [];
      const args = children(call, "arguments").map((argument) => slice(sql, argument));
      return [{ start: call.start, end: call.end, text: callOut(name, args) }];
    });
    if (edits.length === 0) break;
    sql = edited(sql, outermost(edits)).text;
  }
  return sql === statement.sql ? statement : { ...statement, sql, tables: [...statement.tables, tableOf(new Map())] };
}

/** The rows of a query, in which call-outs are worked out as it asks for them. */
export async function queryWithCallOuts(
  engine: GoogleSql,
  statement: Statement,
  signal: AbortSignal,
): Promise<QueryResult> {
  if (!statement.sql.includes(TABLE)) return engine.query(statement, signal);
  const known = new Map<string, number>();
  for (;;) {
    try {
      const tables = statement.tables.map((table) => (table.name === TABLE ? tableOf(known) : table));
      return await engine.query({ ...statement, tables }, signal);
    } catch (error) {
      const asked = error instanceof Failure ? error.message.split(MARK)[1] : undefined;
      if (asked === undefined || known.has(asked)) throw error;
      const [name, ...args]: string[] = JSON.parse(asked);
      known.set(asked, FUNCTIONS[name ?? ""]?.of(...args) ?? 0);
    }
  }
}

function tableOf(known: ReadonlyMap<string, number>): Source {
  const rows = [...known].map(([asked, result]): { cell: Value[] } => ({
    cell: [
      { value: "stringValue", stringValue: asked },
      { value: "int64Value", int64Value: String(result) },
    ],
  }));
  const columns = [
    { name: "arguments", type: STRING },
    { name: "result", type: scalar("INT64") },
  ];
  return { name: TABLE, columns, rows };
}

/** How many characters must be put in, taken out or exchanged to come from one text to the other. */
function distance(a: readonly string[], b: readonly string[]): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const exchanged = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(exchanged, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
