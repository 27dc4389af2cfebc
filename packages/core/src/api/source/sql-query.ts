import type { Schema } from "../../dtype/dtype.js";
import { AvocetError } from "../../errors.js";
import type { Relation, SqlRelation } from "../../ir/relation.js";
import { sqlRelation } from "../../ir/relation.js";
import type { TableLike } from "../table/base.js";
import { fieldsOf } from "../verbs/fields.js";

/** Options of `Table.sql`. */
export interface SqlOptions {
  /** The dialect of the text; that of the connection by default. */
  readonly dialect?: string;
  /** More tables that the text can refer to, by name. */
  readonly tables?: { readonly [name: string]: TableLike };
}

/** Builds a relation from SQL text that refers to an aliased relation and other tables by name. */
export function sqlQuery(
  relation: Relation,
  connectionDialect: string | undefined,
  sql: string,
  schema: Schema,
  options: SqlOptions,
): SqlRelation {
  const dialect = options.dialect ?? connectionDialect;
  if (dialect === undefined)
    throw new AvocetError("unknown-dialect", "Cannot choose a SQL dialect for a table without a connection", {
      hint: 'Pass the dialect of the text, such as .sql(text, schema, { dialect: "duckdb" }).',
    });
  if (relation.type !== "alias")
    throw new AvocetError("invalid-argument", "The table needs a name that the SQL text can refer to", {
      hint: 'Name it first: t.alias("x").sql("SELECT ... FROM x", schema).',
    });
  const text = typeof sql === "string" ? sql.trim().replace(/;$/, "").trimEnd() : "";
  if (text === "") throw new AvocetError("invalid-argument", "`sql` needs the text of a query");
  if (typeof schema !== "object" || schema === null)
    throw new AvocetError("invalid-argument", "`sql` needs the schema of the query's result", {
      hint: "Pass the columns and their dtypes, such as .sql(text, { n: int64 }).",
    });
  const parents = new Map<string, Relation>([[relation.name, relation.parent]]);
  for (const [name, table] of Object.entries(options.tables ?? {})) {
    if ([...parents.keys()].some((existing) => existing.toLowerCase() === name.toLowerCase()))
      throw new AvocetError("invalid-argument", `Two tables have the name ${name}; names are not case-sensitive`);
    parents.set(name, table.relation);
  }
  return sqlRelation(text, dialect, fieldsOf(schema), parents);
}
