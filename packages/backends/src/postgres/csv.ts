import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import type { Schema } from "@avocet/core";
import { AvocetError, ir, isAvocetError, string } from "@avocet/core";
import { postgres } from "@avocet/sql-dialects";
import type { CsvOptions } from "../shared/csv-header.js";
import { emptyFile, headerNames, mustHave } from "../shared/csv-header.js";
import { plain } from "../shared/statement.js";
import { CACHED, TEMPORARY, targetOf } from "./catalog.js";
import type { CopyStatement, PostgresSession } from "./session/types.js";
import { quoted } from "./types/result-columns.js";

/** A name for a temporary table of a file's rows. */
export const csvTableName = (): string => `${CACHED}${randomUUID()}`;

/** Sends a CSV file into a temporary table, and gives the relation that reads it there. */
export async function csvRelation(
  on: PostgresSession,
  name: string,
  path: string,
  schema: Schema,
  { delimiter = ",", nullText }: CsvOptions,
): Promise<ir.Relation> {
  const header = await headerOf(path, delimiter);
  mustHave(Object.keys(schema), header, path);
  const [target, read] = [targetOf(name, TEMPORARY), new Map(Object.entries(schema))];
  // COPY knows one text for NULL: with a second one the values stay texts until they are read.
  const types = header.map((column) =>
    postgres.typeName(nullText === undefined ? (read.get(column) ?? string) : string),
  );
  await on.run(
    plain(`CREATE TABLE ${target} (${header.map((column, i) => `${postgres.quote(column)} ${types[i]}`).join(", ")})`),
  );
  const copy = `COPY ${target} FROM STDIN WITH (FORMAT csv, HEADER true, ENCODING 'UTF8', DELIMITER ${quoted(delimiter)})`;
  const statement: CopyStatement = { ...plain(copy), input: createReadStream(path) };
  await on.run(statement).catch((error: unknown) => {
    throw fileError(error, path);
  });
  if (nullText === undefined) return ir.table(name, read, TEMPORARY.database);
  const columns = [...read].map(([column, dtype]) => {
    const quotedName = postgres.quote(column);
    return `CAST(NULLIF(${quotedName}, ${quoted(nullText)}) AS ${postgres.typeName(dtype)}) AS ${quotedName}`;
  });
  return ir.sqlRelation(`SELECT ${columns.join(", ")}\nFROM ${target}`, postgres.name, read);
}

/** The names in the first line of a file. */
async function headerOf(path: string, delimiter: string): Promise<string[]> {
  const file = await open(path).catch((error: unknown) => {
    throw new AvocetError("invalid-file", `there is no file ${path}`, {
      hint: "Check the path; a relative one starts at the directory that the process was started in.",
      cause: error,
    });
  });
  try {
    for await (const line of file.readLines()) return headerNames(line, path, delimiter);
    throw emptyFile(path);
  } finally {
    await file.close();
  }
}

/** What the server says of a line names the temporary table; what matters is the file. */
function fileError(error: unknown, path: string): unknown {
  if (!isAvocetError(error) || error.reason !== "data") return error;
  const [headline = ""] = error.message.split("\n");
  const place = error.details.detail?.replace(/^COPY \S+, /m, "");
  return new AvocetError("invalid-file", `${path}: ${headline}`, {
    reason: "data",
    cause: error,
    ...(place === undefined ? {} : { detail: place }),
  });
}
