import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import type { Schema } from "@avocet/core";
import { AvocetError, isAvocetError, string } from "@avocet/core";
import * as ir from "@avocet/core/ir";
import { postgres } from "@avocet/sql-dialects/postgres";
import type { CsvOptions } from "../shared/csv-header.js";
import { emptyFileError, headerNames, requireColumns } from "../shared/csv-header.js";
import { sqlStatement } from "../shared/statement.js";
import { CACHED_PREFIX, qualifiedTable, TEMPORARY_NAMESPACE } from "./catalog.js";
import type { CopyStatement, PostgresSession } from "./session/types.js";
import { stringLiteral } from "./types/result-columns.js";

/** Returns a unique name for the temporary table of a file. */
export const csvTableName = (): string => `${CACHED_PREFIX}${randomUUID()}`;

/** Loads a CSV file into a temporary table. Returns the relation that reads it. */
export async function csvRelation(
  session: PostgresSession,
  name: string,
  path: string,
  schema: Schema,
  { delimiter = ",", nullText }: CsvOptions,
): Promise<ir.Relation> {
  const header = await readHeader(path, delimiter);
  requireColumns(Object.keys(schema), header, path);
  const [target, fields] = [qualifiedTable(name, TEMPORARY_NAMESPACE), new Map(Object.entries(schema))];
  // COPY supports one NULL text only. With a second one, values are loaded as text and cast when they are read.
  const types = header.map((column) =>
    postgres.typeName(nullText === undefined ? (fields.get(column) ?? string) : string),
  );
  await session.run(
    sqlStatement(
      `CREATE TABLE ${target} (${header.map((column, i) => `${postgres.quote(column)} ${types[i]}`).join(", ")})`,
    ),
  );
  const copy = `COPY ${target} FROM STDIN WITH (FORMAT csv, HEADER true, ENCODING 'UTF8', DELIMITER ${stringLiteral(delimiter)})`;
  const statement: CopyStatement = { ...sqlStatement(copy), input: createReadStream(path) };
  await session.run(statement).catch((error: unknown) => {
    throw fileError(error, path);
  });
  if (nullText === undefined) return ir.table(name, fields, TEMPORARY_NAMESPACE.database);
  const columns = [...fields].map(([column, dtype]) => {
    const quotedName = postgres.quote(column);
    return `CAST(NULLIF(${quotedName}, ${stringLiteral(nullText)}) AS ${postgres.typeName(dtype)}) AS ${quotedName}`;
  });
  return ir.sqlRelation(`SELECT ${columns.join(", ")}\nFROM ${target}`, postgres.name, fields);
}

/** Reads the column names in the first line of a file. */
async function readHeader(path: string, delimiter: string): Promise<string[]> {
  const file = await open(path).catch((error: unknown) => {
    throw new AvocetError("invalid-file", `There is no file ${path}`, {
      hint: "Check the path; a relative path starts at the working directory of the process.",
      cause: error,
    });
  });
  try {
    for await (const line of file.readLines()) return headerNames(line, path, delimiter);
    throw emptyFileError(path);
  } finally {
    await file.close();
  }
}

/** Replaces the name of the temporary table in an error by the path of the file. */
function fileError(error: unknown, path: string): unknown {
  if (!isAvocetError(error) || error.reason !== "data") return error;
  const [headline = ""] = error.message.split("\n");
  const location = error.details.detail?.replace(/^COPY \S+, /m, "");
  return new AvocetError("invalid-file", `${path}: ${headline}`, {
    reason: "data",
    cause: error,
    ...(location === undefined ? {} : { detail: location }),
  });
}
