import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { isAvocetError } from "@avocet/core";
import { connect } from "../connect.js";
import { pull } from "./pull.js";

export const usage = `avocet pull <url> [--out FILE] [--database NAME] [--table NAME]…

Writes a TypeScript file with the schemas of the tables and views of a database.

  <url>       duckdb:FILE or the path of a DuckDB file, postgres://…, snowflake://…, bigquery://…
  --out       the file to write; standard output without it
  --database  the schema or dataset to look in; the current one without it
  --table     a table or view; may be given several times; all of them without it`;

class UsageError extends Error {}

/** What the command writes to, so that tests can read it. */
export interface Output {
  out(text: string): void;
  err(text: string): void;
}

/** Runs the command; the exit code: 0, 1 where it failed, 2 where it was called wrongly. */
export async function avocet(args: readonly string[], to: Output): Promise<number> {
  try {
    const { positionals, values } = parsed(args);
    const [command, url, more] = positionals;
    if (values.help) {
      to.out(`${usage}\n`);
      return 0;
    }
    if (command !== "pull") throw new UsageError(command ? `there is no command ${command}` : "say what to do");
    if (url === undefined) throw new UsageError("pull wants the URL of a database");
    if (more !== undefined) throw new UsageError(`pull takes one URL, and not ${more} too`);
    await pulled(url, values, to);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      to.err(`${error.message}\n\n${usage}\n`);
      return 2;
    }
    if (!isAvocetError(error)) throw error;
    to.err(`${error.message}\n`);
    return 1;
  }
}

function parsed(args: readonly string[]) {
  const options = {
    out: { type: "string" },
    database: { type: "string" },
    table: { type: "string", multiple: true },
    help: { type: "boolean", short: "h" },
  } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function pulled(
  url: string,
  { out, database, table }: ReturnType<typeof parsed>["values"],
  to: Output,
): Promise<void> {
  await using connection = await connect(url);
  const { code, tables, problems } = await pull(connection, {
    ...(table ? { tables: table } : {}),
    ...(database === undefined ? {} : { database }),
  });
  for (const problem of problems) to.err(`left out: ${problem}\n`);
  if (out === undefined) to.out(code);
  else {
    await writeFile(out, code);
    to.err(`${out}: ${tables} tables and views\n`);
  }
}
