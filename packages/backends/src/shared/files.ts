import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { AvocetError, isAvocetError } from "@avocet/core";
import type { Batch, FileTarget } from "@avocet/core/backend";
import { csvText, jsonText, tooManyRowsError } from "@avocet/core/backend";
import type * as ir from "@avocet/core/ir";

/** The name of a file until it is complete. Such files of killed processes may be deleted. */
const draftPath = (path: string): string => `${path}.${randomUUID()}.partial`;
const isRemote = (path: string): boolean => /^[a-z][a-z0-9+]+:\/\//i.test(path);

/**
 * Writes a file under a temporary name and renames it when it is complete. On failure, or if there are more than
 * `maxRows` rows, an existing file stays unchanged. Files in object stores are written directly, because they become
 * visible only when they are complete. Returns the number of rows.
 */
export async function writeAtomically(
  path: string,
  maxRows: number,
  write: (draft: string) => Promise<number>,
): Promise<number> {
  const draft = isRemote(path) ? path : draftPath(path);
  try {
    const rows = await write(draft);
    if (rows > maxRows) throw tooManyRowsError(maxRows);
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
    `Cannot write the file ${path}: ${cause instanceof Error ? cause.message : String(cause)}`,
    {
      reason: "resources",
      hint: "Check that its directory exists, is writable and has enough free space.",
      cause,
    },
  );

/** Writes batches to a CSV or JSON file. Returns the number of rows. */
export async function writeTextFile(
  draft: string,
  file: FileTarget,
  schema: ir.Fields,
  batches: AsyncIterable<Batch>,
): Promise<number> {
  if (file.format === "parquet")
    throw new AvocetError("unsupported-operation", "This engine cannot write Parquet files here", {
      hint: "Copy the rows to DuckDB with table.copyTo(duckdb, name), and write them there with toParquet.",
    });
  let rows = 0;
  async function* countRows(): AsyncGenerator<Batch> {
    for await (const batch of batches) {
      rows += batch.rowCount;
      yield batch;
    }
  }
  const chunks =
    file.format === "csv" ? csvText(schema, countRows(), file.options) : jsonText(schema, countRows(), file.options);
  const handle = await open(draft, "w");
  try {
    for await (const chunk of chunks) await handle.write(chunk);
    await handle.sync(); // a full disk may only be reported here
  } finally {
    await handle.close();
  }
  return rows;
}
