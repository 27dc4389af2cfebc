// Two parsers with a grammar of Snowflake's that know nothing of each other.
import { init, parse as parseSql, SnowflakeDialect } from "@guanmingchiu/sqlparser-ts";
import { Dialect, parse } from "@polyglot-sql/sdk";

let ready: Promise<unknown> | undefined;
const dialect = new SnowflakeDialect();

/** What the parsers have against a statement; null where both take it as one statement. */
export async function complaints(sql: string): Promise<string | null> {
  ready ??= init();
  await ready;
  const found: string[] = [];
  try {
    const statements = parseSql(sql, dialect);
    if (statements.length !== 1) found.push(`sqlparser: ${statements.length} statements`);
  } catch (error) {
    found.push(`sqlparser: ${error instanceof Error ? error.message : String(error)}`);
  }
  const result = parse(sql, Dialect.Snowflake);
  if (!result.success) found.push(`polyglot: ${result.error}`);
  else if (Array.isArray(result.ast) && result.ast.length !== 1)
    found.push(`polyglot: ${result.ast.length} statements`);
  return found.length > 0 ? found.join("\n") : null;
}
