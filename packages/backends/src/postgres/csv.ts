import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { Readable } from "node:stream";
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
  const types = header.map((column) => postgres.typeName(fields.get(column) ?? string));
  await session.run(
    sqlStatement(
      `CREATE TABLE ${target} (${header.map((column, i) => `${postgres.quote(column)} ${types[i]}`).join(", ")})`,
    ),
  );
  const copy = `COPY ${target} FROM STDIN WITH (FORMAT csv, HEADER true, ENCODING 'UTF8', DELIMITER ${stringLiteral(delimiter)})`;
  // COPY supports one text of NULL only, which is the empty field.
  const input = nullText ? Readable.from(emptyNullFields(path, delimiter, nullText)) : createReadStream(path);
  const statement: CopyStatement = { ...sqlStatement(copy), input };
  await session.run(statement).catch((error: unknown) => {
    throw fileError(error, path);
  });
  return ir.table(name, fields, TEMPORARY_NAMESPACE.database);
}

/** Reads a CSV file, with each unquoted field that is the text of NULL replaced by an empty one. */
async function* emptyNullFields(path: string, delimiter: string, nullText: string): AsyncGenerator<string> {
  let unquotedText = "";
  let isInQuotes = false;
  let hasQuotes = false;
  const endField = (): string => {
    const text = !hasQuotes && unquotedText === nullText ? "" : unquotedText;
    unquotedText = "";
    hasQuotes = false;
    return text;
  };
  for await (const chunk of createReadStream(path, { encoding: "utf8" })) {
    let output = "";
    for (const char of String(chunk)) {
      if (char === '"') {
        output += unquotedText + char;
        unquotedText = "";
        hasQuotes = true;
        isInQuotes = !isInQuotes;
      } else if (isInQuotes) output += char;
      else if (char === delimiter || char === "\n" || char === "\r") output += endField() + char;
      else unquotedText += char;
    }
    yield output;
  }
  yield endField();
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
