// Two parsers with a grammar of Snowflake's that know nothing of each other.
import { init, parse as parseSql, SnowflakeDialect } from "@guanmingchiu/sqlparser-ts";
import { Dialect, parse } from "@polyglot-sql/sdk";

let ready: Promise<unknown> | undefined;
const dialect = new SnowflakeDialect();

/** How deep calls may nest for every parser. */
const DEEP = 25;
/** How deep parentheses nest, those in strings too. */
function depth(sql: string): number {
  let [now, most] = [0, 0];
  for (const sign of sql) {
    now += sign === "(" ? 1 : sign === ")" ? -1 : 0;
    most = Math.max(most, now);
  }
  return most;
}

interface Wrong {
  readonly of: (sql: string) => boolean;
  readonly complaint: RegExp;
  readonly why: string;
}
/** What a parser is wrong about. */
const WRONG: readonly Wrong[] = [
  {
    of: (sql) => sql.includes('"""'),
    complaint: /^polyglot: .*(TripleDoubleQuotedString|Unterminated identifier)/,
    why: "takes a name that begins with a quote for a text in three quotes",
  },
  {
    of: (sql) => depth(sql) > DEEP,
    complaint: /^polyglot: .*call stack/,
    why: "nests calls of its own with those of the text",
  },
  {
    of: (sql) => /^ALTER SESSION SET \w+ = \S+ \w+ = /.test(sql),
    complaint: /^polyglot: .*Unexpected token/,
    why: "takes one parameter only, see https://docs.snowflake.com/en/sql-reference/sql/alter-session",
  },
];

/** What the parsers have against a statement; null where both take it as one statement, or are known to be wrong. */
export async function complaints(sql: string): Promise<string | null> {
  const found = [await ofSqlparser(sql), ofPolyglot(sql)].filter(
    (complaint) => complaint !== null && !WRONG.some((wrong) => wrong.of(sql) && wrong.complaint.test(complaint)),
  );
  return found.length > 0 ? found.join("\n") : null;
}

async function ofSqlparser(sql: string): Promise<string | null> {
  ready ??= init();
  await ready;
  try {
    const { length } = parseSql(sql, dialect);
    return length === 1 ? null : `sqlparser: ${length} statements`;
  } catch (error) {
    return `sqlparser: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function ofPolyglot(sql: string): string | null {
  const { success, error, ast } = parse(sql, Dialect.Snowflake);
  if (!success) return `polyglot: ${error}`;
  return Array.isArray(ast) && ast.length !== 1 ? `polyglot: ${ast.length} statements` : null;
}
