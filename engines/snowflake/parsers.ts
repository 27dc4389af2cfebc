// Two independent parsers of Snowflake's grammar.
import { init, parse as parseSql, SnowflakeDialect } from "@guanmingchiu/sqlparser-ts";
import { Dialect, parse } from "@polyglot-sql/sdk";

let initialization: Promise<unknown> | undefined;
const dialect = new SnowflakeDialect();

/** Up to this depth, every parser must accept nested calls. */
const MAX_NESTING = 25;
/** The nesting depth of parentheses, including those in strings. */
function nestingDepth(sql: string): number {
  let [currentDepth, maxDepth] = [0, 0];
  for (const char of sql) {
    currentDepth += char === "(" ? 1 : char === ")" ? -1 : 0;
    maxDepth = Math.max(maxDepth, currentDepth);
  }
  return maxDepth;
}

interface FalseRejection {
  readonly appliesTo: (sql: string) => boolean;
  readonly message: RegExp;
  readonly reason: string;
}
/** Valid statements that a parser rejects. */
const FALSE_REJECTIONS: readonly FalseRejection[] = [
  {
    appliesTo: (sql) => sql.includes('"""'),
    message: /^polyglot: .*(TripleDoubleQuotedString|Unterminated identifier)/,
    reason: "reads a quoted name that starts with a quote as a triple-quoted string",
  },
  {
    appliesTo: (sql) => nestingDepth(sql) > MAX_NESTING,
    message: /^polyglot: .*call stack/,
    reason: "is recursive, so its call stack grows with the nesting depth",
  },
  {
    appliesTo: (sql) => /^ALTER SESSION SET \w+ = \S+ \w+ = /.test(sql),
    message: /^polyglot: .*Unexpected token/,
    reason: "accepts only one parameter, see https://docs.snowflake.com/en/sql-reference/sql/alter-session",
  },
  {
    appliesTo: (sql) => /^CREATE OR REPLACE TABLE .+\) COPY GRANTS AS\n/.test(sql),
    message: /^polyglot: .*Unexpected token/,
    reason:
      "accepts no COPY GRANTS after a column list, see https://docs.snowflake.com/en/sql-reference/sql/create-table",
  },
];

/**
 * The errors of the parsers for a statement; null if both accept it as one statement. Known false rejections are
 * ignored.
 */
export async function parserErrors(sql: string): Promise<string | null> {
  const errors = [await sqlparserError(sql), polyglotError(sql)].filter(
    (error) =>
      error !== null &&
      !FALSE_REJECTIONS.some((rejection) => rejection.appliesTo(sql) && rejection.message.test(error)),
  );
  return errors.length > 0 ? errors.join("\n") : null;
}

async function sqlparserError(sql: string): Promise<string | null> {
  initialization ??= init();
  await initialization;
  try {
    const { length } = parseSql(sql, dialect);
    return length === 1 ? null : `sqlparser: ${length} statements`;
  } catch (error) {
    return `sqlparser: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function polyglotError(sql: string): string | null {
  const { success, error, ast } = parse(sql, Dialect.Snowflake);
  if (!success) return `polyglot: ${error}`;
  return Array.isArray(ast) && ast.length !== 1 ? `polyglot: ${ast.length} statements` : null;
}
