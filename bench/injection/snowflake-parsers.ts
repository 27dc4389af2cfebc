// Snowflake's parser is not available outside of it; two independent parsers of its grammar check the SQL instead.
import { init, parse, SnowflakeDialect } from "@guanmingchiu/sqlparser-ts";
import { Dialect, tokenize } from "@polyglot-sql/sdk";
import type { SqlParser } from "./parser-comparison.js";

await init();
const dialect = new SnowflakeDialect();

/** Parses the statements of a text. */
export const parseStatements = (sql: string): readonly unknown[] => parse(sql, dialect);

/** A parser that returns the syntax tree, and one that returns the tokens, including comments. */
export const parsers: readonly SqlParser[] = [
  (sql) => {
    const statements = parseStatements(sql);
    if (statements.length !== 1) throw new RangeError(`${statements.length} statements instead of one`);
    return statements;
  },
  (sql) => {
    const { tokens, error } = tokenize(sql, Dialect.Snowflake);
    if (!tokens) throw new SyntaxError(error ?? "The tokenizer returned no tokens.");
    return tokens;
  },
];
