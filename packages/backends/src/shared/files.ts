import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import type { Batch, FileTarget, ir } from "@avocet/core";
import { AvocetError, csvText, isAvocetError, jsonText, tooManyRows } from "@avocet/core";

/** What a file is called until it is complete; one that is left behind by a process that was killed may be deleted. */
const draftOf = (path: string): string => `${path}.${randomUUID()}.partial`;
const isRemote = (path: string): boolean => /^[a-z][a-z0-9+]+:\/\//i.test(path);

/**
 * A file that `write` makes under the name it is given, put in its place when it is complete, with no more than `maxRows` rows; on failure
 * what was there stays. Object stores show a file when it is complete.
 */
export async function wholeFile(
  path: string,
  maxRows: number,
  write: (draft: string) => Promise<number>,
): Promise<number> {
  const draft = isRemote(path) ? path : draftOf(path);
  try {
    const rows = await write(draft);
    if (rows > maxRows) throw tooManyRows(maxRows);
    if (draft !== path) await rename(draft, path);
    return rows;
  } catch (error) {
    if (draft !== path) await rm(draft, { force: true });
    throw isAvocetError(error) ? error : fileError(error, path);
  }
}

const fileError = (cause: unknown, path: string): AvocetError =>
  new AvocetError(
    "backend",
    `the file ${path} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`,
    {
      reason: "resources",
      hint: "Its directory must be there, with room, and writable.",
      cause,
    },
  );

/** Writes batches as text, piece by piece. Gives the number of rows. */
export async function writeText(
  draft: string,
  file: FileTarget,
  schema: ir.Fields,
  batches: AsyncIterable<Batch>,
): Promise<number> {
  if (file.format === "parquet")
    throw new AvocetError("unsupported-operation", "this engine writes no Parquet files here", {
      hint: "Copy the rows to DuckDB and write them there: await table.copyTo(duckdb, name), then toParquet.",
    });
  let rows = 0;
  async function* counted(): AsyncGenerator<Batch> {
    for await (const batch of batches) {
      rows += batch.rowCount;
      yield batch;
    }
  }
  const pieces =
    file.format === "csv" ? csvText(schema, counted(), file.options) : jsonText(schema, counted(), file.options);
  const handle = await open(draft, "w");
  try {
    for await (const piece of pieces) await handle.write(piece);
    await handle.sync(); // a full disk may tell only now
  } finally {
    await handle.close();
  }
  return rows;
}
