import type { DType, Schema } from "@avocet/core";
import { AvocetError } from "@avocet/core";
import { suggestion } from "@avocet/core/backend";
import * as ir from "@avocet/core/ir";
import { duckdb } from "@avocet/sql-dialects/duckdb";
import { checkSchema, fieldsOf } from "../shared/catalog.js";
import type { DuckDBSession } from "./session.js";

const stringLiteral = (value: string): string => duckdb.literal(value, { kind: "string", nullable: false });

/** The format of a JSON file; detected by default. */
export interface JsonOptions {
  /** An object on each line, or one array of objects. */
  readonly form?: "lines" | "array";
}

/**
 * Creates a query of the Parquet files that match a path; of the columns of a schema, if there is one, which is
 * checked.
 */
export async function parquetRelation(
  session: DuckDBSession,
  path: string,
  schema: Schema | undefined,
): Promise<ir.Relation> {
  const source = `read_parquet(${stringLiteral(path)})`;
  const fileFields = fieldsOf(await session.columns(`FROM ${source}`), path);
  if (!schema) return selectFrom(source, fileFields);
  const selectedFields = new Map([...fileFields].filter(([name]) => Object.hasOwn(schema, name)));
  checkSchema(`in ${path}`, schema, selectedFields, true, undefined);
  return selectFrom(source, new Map(Object.entries(schema)));
}

/** Creates a query of the objects of a JSON file, whose keys become columns. */
export async function jsonRelation(
  session: DuckDBSession,
  path: string,
  schema: Schema | undefined,
  { form }: JsonOptions,
): Promise<ir.Relation> {
  const format = form === undefined ? "auto" : form === "array" ? "array" : "newline_delimited";
  const commonArguments = `${stringLiteral(path)}, format = ${stringLiteral(format)}, records = true`;
  // The whole file is sampled: a dtype that only fits its beginning would fail at execution.
  const fileFields = fieldsOf(await session.columns(`FROM read_json(${commonArguments}, sample_size = -1)`), path);
  if (!schema) return selectFrom(`read_json(${commonArguments}, sample_size = -1)`, fileFields);
  const missing = Object.keys(schema).find((name) => !fileFields.has(name));
  if (missing !== undefined && fileFields.size > 0)
    throw new AvocetError("invalid-file", `No object in ${path} has the key \`${missing}\``, {
      hint: suggestion(missing, [...fileFields.keys()], "keys"),
    });
  const types = Object.entries(schema).map(
    ([name, dtype]) => `${stringLiteral(name)}: ${stringLiteral(duckdb.typeName(dtype))}`,
  );
  return selectFrom(`read_json(${commonArguments}, columns = {${types.join(", ")}})`, new Map(Object.entries(schema)));
}

const selectFrom = (source: string, fields: ReadonlyMap<string, DType>): ir.Relation =>
  ir.sqlRelation(
    `SELECT ${[...fields.keys()].map((name) => duckdb.quote(name)).join(", ")}\nFROM ${source}`,
    duckdb.name,
    fields,
  );
