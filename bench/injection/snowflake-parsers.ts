// Snowflake has no parser that runs outside of it: two that know its grammar, and nothing of each other, read its texts.
import { init, parse, SnowflakeDialect } from "@guanmingchiu/sqlparser-ts";
import { Dialect, tokenize } from "@polyglot-sql/sdk";
import type { Reader } from "./reading.js";

await init();
const dialect = new SnowflakeDialect();

/** The statements of a text. */
export const parsed = (sql: string): readonly unknown[] => parse(sql, dialect);

/** The syntax tree of a text by the one; by the other its words, with what it takes for comments. */
export const readers: readonly Reader[] = [
  (sql) => {
    const statements = parsed(sql);
    if (statements.length !== 1) throw new RangeError(`${statements.length} statements`);
    return statements;
  },
  (sql) => {
    const { tokens, error } = tokenize(sql, Dialect.Snowflake);
    if (!tokens) throw new SyntaxError(error ?? "no words");
    return tokens;
  },
];
