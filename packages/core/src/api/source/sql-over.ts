import type { Schema } from "../../dtype/dtype.js";
import { AvocetError } from "../../errors.js";
import type { Relation, SqlRelation } from "../../ir/relation.js";
import { sqlRelation } from "../../ir/relation.js";
import type { TableLike } from "../table/base.js";
import { fieldsOf } from "../verbs/fields.js";

/** What SQL text is read as, and which tables it may name. */
export interface SqlOptions {
  /** The dialect that the text is in; that of the connection unless told. */
  readonly dialect?: string;
  /** More tables that the text may name. */
  readonly tables?: { readonly [name: string]: TableLike };
}

/** SQL text over relations by name. */
export function sqlOver(
  relation: Relation,
  own: string | undefined,
  given: string,
  schema: Schema,
  options: SqlOptions,
): SqlRelation {
  const dialect = options.dialect ?? own;
  if (dialect === undefined)
    throw new AvocetError("unknown-dialect", "this table has no connection, so say which dialect the text is in", {
      hint: 'For example .sql(text, schema, { dialect: "duckdb" }).',
    });
  if (relation.type !== "alias")
    throw new AvocetError("invalid-argument", "the table needs a name that the text can use", {
      hint: 'Give it one right before: t.alias("x").sql("SELECT ... FROM x", schema).',
    });
  const text = typeof given === "string" ? given.trim().replace(/;$/, "").trimEnd() : "";
  if (text === "") throw new AvocetError("invalid-argument", "sql takes the text of a query");
  if (typeof schema !== "object" || schema === null)
    throw new AvocetError("invalid-argument", "sql takes the schema of the query's result", {
      hint: "For example .sql(text, { n: int64 }).",
    });
  const parents = new Map<string, Relation>([[relation.name, relation.parent]]);
  for (const [name, table] of Object.entries(options.tables ?? {})) {
    if ([...parents.keys()].some((known) => known.toLowerCase() === name.toLowerCase()))
      throw new AvocetError("invalid-argument", `two tables are named ${name} in the text`);
    parents.set(name, table.relation);
  }
  return sqlRelation(text, dialect, fieldsOf(schema), parents);
}
