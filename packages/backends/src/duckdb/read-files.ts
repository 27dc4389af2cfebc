import type { DType, Schema } from "@avocet/core";
import { AvocetError, ir, suggestion } from "@avocet/core";
import { duckdb } from "@avocet/sql-dialects";
import { checkSchema, fieldsOf } from "../shared/catalog.js";
import type { DuckDBSession } from "./session.js";

const text = (value: string): string => duckdb.literal(value, { kind: "string", nullable: false });

/** How a JSON file is written; found out unless told. */
export interface JsonOptions {
  /** An object on each line, or one array of objects. */
  readonly form?: "lines" | "array";
}

/** A query of the rows of a Parquet file, or of those that a pattern names; of just the columns of a schema, which must be so. */
export async function parquetRelation(
  on: DuckDBSession,
  path: string,
  schema: Schema | undefined,
): Promise<ir.Relation> {
  const source = `read_parquet(${text(path)})`;
  const live = fieldsOf(await on.columns(`FROM ${source}`), path);
  if (!schema) return query(source, live);
  const wanted = new Map([...live].filter(([name]) => Object.hasOwn(schema, name)));
  checkSchema(`in ${path}`, schema, wanted, true, undefined);
  return query(source, new Map(Object.entries(schema)));
}

/** A query of the objects of a JSON file, whose keys are columns. */
export async function jsonRelation(
  on: DuckDBSession,
  path: string,
  schema: Schema | undefined,
  { form }: JsonOptions,
): Promise<ir.Relation> {
  const format = form === undefined ? "auto" : form === "array" ? "array" : "newline_delimited";
  const common = `${text(path)}, format = ${text(format)}, records = true`;
  // All of the file is looked at: a dtype that fits its beginning only would fail when the expression is run.
  const live = fieldsOf(await on.columns(`FROM read_json(${common}, sample_size = -1)`), path);
  if (!schema) return query(`read_json(${common}, sample_size = -1)`, live);
  const lacking = Object.keys(schema).find((name) => !live.has(name));
  if (lacking !== undefined && live.size > 0)
    throw new AvocetError("invalid-file", `no object of ${path} has the key \`${lacking}\``, {
      hint: suggestion(lacking, [...live.keys()], "keys"),
    });
  const types = Object.entries(schema).map(([name, dtype]) => `${text(name)}: ${text(duckdb.typeName(dtype))}`);
  return query(`read_json(${common}, columns = {${types.join(", ")}})`, new Map(Object.entries(schema)));
}

const query = (source: string, fields: ReadonlyMap<string, DType>): ir.Relation =>
  ir.sqlRelation(
    `SELECT ${[...fields.keys()].map((name) => duckdb.quote(name)).join(", ")}\nFROM ${source}`,
    duckdb.name,
    fields,
  );
